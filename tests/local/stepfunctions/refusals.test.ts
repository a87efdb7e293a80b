import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import cases from "../../cases/stepfunctions/refusals.json" with { type: "json" };
import { harness, ROLE, refusal } from "./harness.ts";

const SUCCEED = { StartAt: "A", States: { A: { Type: "Succeed" } } };

interface Refusal {
  readonly name: string;
  readonly operation: string;
  readonly input: JsonObject;
  readonly code: string;
  readonly message: string;
}

describe("Step Functions refuses as AWS words it", () => {
  for (const { name, operation, input, code, message } of cases as unknown as Refusal[]) {
    it(name, async () => {
      const box = harness();
      // Version 1 has an alias, and the revision after it is not published.
      const arn = await box.machine(SUCCEED, { publish: true });
      const route = { stateMachineVersionArn: `${arn}:1`, weight: 100 };
      await box.states("CreateStateMachineAlias", { name: "LIVE", routingConfiguration: [route] });
      const fill = (text: string): string => text.replaceAll("$machine", arn).replaceAll("$role", ROLE);
      const filled = JSON.parse(fill(JSON.stringify(input))) as JsonObject;
      const error = await refusal(box.states(operation, filled));
      expect({ code: error.code, message: error.message }).to.deep.equal({ code, message: fill(message) });
    });
  }

  it("names the exceptions' Java packages", async () => {
    const box = harness();
    const modelled = await refusal(box.states("CreateActivity", { name: "a b" }));
    expect(modelled.namespace).to.equal("com.amazonaws.swf.service.v2.model");
    const constraint = await refusal(box.states("CreateActivity", {}));
    expect(constraint.namespace).to.equal("com.amazon.coral.validate");
    const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m:1";
    expect((await refusal(box.states("DescribeStateMachineAlias", { stateMachineAliasArn: arn }))).status).to.equal(
      400,
    );
  });
});
