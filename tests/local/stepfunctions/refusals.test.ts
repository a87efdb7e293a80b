import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import cases from "../../cases/stepfunctions/refusals.json" with { type: "json" };
import { harness, refusal } from "./harness.ts";

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
      const arn = await box.machine({ StartAt: "A", States: { A: { Type: "Succeed" } } });
      const filled = Object.fromEntries(
        Object.entries(input).map(([key, value]) => [key, value === "$machine" ? arn : value]),
      );
      const error = await refusal(box.states(operation, filled));
      expect({ code: error.code, message: error.message }).to.deep.equal({ code, message });
    });
  }

  it("names the exceptions' Java packages", async () => {
    const box = harness();
    const modelled = await refusal(box.states("CreateActivity", { name: "a b" }));
    expect(modelled.namespace).to.equal("com.amazonaws.swf.service.v2.model");
    const constraint = await refusal(box.states("CreateActivity", {}));
    expect(constraint.namespace).to.equal("com.amazon.coral.validate");
    const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m:1";
    expect((await refusal(box.states("DeleteStateMachineAlias", { stateMachineAliasArn: arn }))).status).to.equal(400);
  });
});
