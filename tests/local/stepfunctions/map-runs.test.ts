import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { harness, PREFIX, ROLE, refusal } from "./harness.ts";

describe("Map Runs", () => {
  const definition = {
    StartAt: "M",
    States: {
      M: {
        Type: "Map",
        Label: "L",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "P",
          States: { P: { Type: "Pass", End: true } },
        },
        End: true,
      },
    },
  };

  it("have children with executions of their own", async () => {
    const box = harness();
    const { executionArn, output, stateMachineArn } = await box.run(definition, [1, 2, 3]);
    expect(output).to.equal("[1,2,3]");
    const { mapRuns } = await box.states("ListMapRuns", { executionArn });
    const [run] = mapRuns as JsonObject[];
    const mapRunArn = String(run?.["mapRunArn"]);
    expect(mapRunArn).to.match(/^arn:aws:states:us-east-1:123456789012:mapRun:m\/L:[0-9a-f-]{36}$/);
    const described = await box.states("DescribeMapRun", { mapRunArn });
    expect(described["status"]).to.equal("SUCCEEDED");
    expect((described["itemCounts"] as JsonObject)["succeeded"]).to.equal(3);
    const { executions } = await box.states("ListExecutions", { mapRunArn });
    expect(executions).to.have.length(3);
    const [child] = executions as JsonObject[];
    expect(child).to.include({ itemCount: 1, mapRunArn, stateMachineArn: `${String(stateMachineArn)}/L` });
    const one = await box.states("DescribeExecution", { executionArn: String(child?.["executionArn"]) });
    expect(one).to.include({ mapRunArn, status: "SUCCEEDED" });
    const own = await box.states("ListExecutions", { stateMachineArn });
    expect(own["executions"]).to.have.length(1);
    const late = await refusal(box.states("UpdateMapRun", { mapRunArn, maxConcurrency: 1 }));
    expect(late.fields).to.deep.equal({ reason: "CANNOT_UPDATE_COMPLETED_MAP_RUN" });
  });

  it("have Express children that can be listed and described, as no other Express execution can", async () => {
    const box = harness();
    const { M } = definition.States;
    const ProcessorConfig = { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" };
    const express = { ...M, ItemProcessor: { ...M.ItemProcessor, ProcessorConfig } };
    const { executionArn } = await box.run({ StartAt: "M", States: { M: express } }, [1, 2, 3]);
    const { mapRuns } = await box.states("ListMapRuns", { executionArn });
    const mapRunArn = String((mapRuns as JsonObject[])[0]?.["mapRunArn"]);
    const { executions } = await box.states("ListExecutions", { mapRunArn, statusFilter: "SUCCEEDED" });
    expect(executions).to.have.length(3);
    const child = String((executions as JsonObject[])[0]?.["executionArn"]);
    expect(child).to.match(/:express:m\/L:[0-9a-f-]{36}:[0-9a-f-]{36}$/);
    expect(await box.states("DescribeExecution", { executionArn: child })).to.include({
      input: "3",
      mapRunArn,
      output: "3",
      redriveStatus: "NOT_REDRIVABLE",
      status: "SUCCEEDED",
    });
    for (const operation of ["GetExecutionHistory", "StopExecution", "DescribeStateMachineForExecution"]) {
      const error = await refusal(box.states(operation, { executionArn: child }));
      expect(error.code, operation).to.equal("InvalidArn");
    }
  });

  it("need the right to start executions of their own state machine", async () => {
    const box = harness();
    box.denied.add("states:StartExecution");
    const { status, cause } = await box.run(definition, [1]);
    expect(status).to.equal("FAILED");
    expect(cause).to.contain(`states:StartExecution on resource: ${PREFIX}stateMachine:m because`);
    expect(cause).to.contain(`assumed-role/${ROLE.split("/")[1]}/`);
  });
});
