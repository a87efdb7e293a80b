import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { UNKNOWNS } from "../../../local/stepfunctions/unknowns.ts";
import { harness } from "./harness.ts";

function task(resource: string, parameters: JsonObject): JsonObject {
  const Resource = `arn:aws:states:::${resource}`;
  return { StartAt: "T", States: { T: { Type: "Task", Resource, Parameters: parameters, End: true } } };
}

describe("Members of requests and results", () => {
  const Item = {
    on: { BOOL: true },
    no: { NULL: true },
    set: { SS: ["a"] },
    deep: { M: { x: { L: [{ BOOL: false }] } } },
  };

  it("are spelled as in the SDK for Java 2 by SDK integrations, both ways, and only what the API models", async () => {
    const box = harness();
    box.serve("dynamodb", { PutItem: () => ({ Attributes: Item, NotModelled: 1 }) });
    const shown = {
      on: { Bool: true },
      no: { Nul: true },
      set: { Ss: ["a"] },
      deep: { M: { x: { L: [{ Bool: false }] } } },
    };
    const { output } = await box.run(task("aws-sdk:dynamodb:putItem", { TableName: "t", Item: shown }));
    expect(box.seen[0]?.input).to.deep.equal({ TableName: "t", Item });
    expect(JSON.parse(String(output))).to.deep.equal({ Attributes: shown });
  });

  it("are spelled as in the API by optimized ones", async () => {
    const box = harness();
    box.serve("dynamodb", { GetItem: () => ({ Item }) });
    const { output } = await box.run(task("dynamodb:getItem", { TableName: "t", Key: { id: { S: "1" } } }));
    expect(JSON.parse(String(output))).to.deep.include({ Item });
  });

  it("may be camelCase in the answer of states:startExecution, if that is chosen", async () => {
    const box = harness();
    const StateMachineArn = await box.machine({ StartAt: "A", States: { A: { Type: "Succeed" } } }, { name: "child" });
    UNKNOWNS.startExecutionResult = "camelCase";
    try {
      const { output } = await box.run(task("states:startExecution", { StateMachineArn }));
      const result = JSON.parse(String(output)) as JsonObject;
      expect(Object.keys(result)).to.deep.equal([
        "SdkHttpMetadata",
        "SdkResponseMetadata",
        "executionArn",
        "startDate",
      ]);
      expect(result["startDate"]).to.equal(Date.UTC(2024, 0, 10, 12));
    } finally {
      UNKNOWNS.startExecutionResult = "PascalCase";
    }
  });
});
