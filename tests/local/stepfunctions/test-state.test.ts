import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import cases from "../../cases/stepfunctions/test-state.json" with { type: "json" };
import { harness, ROLE, refusal } from "./harness.ts";

interface Case extends JsonObject {
  readonly name: string;
  readonly definition: JsonObject;
  readonly input: JsonObject;
  readonly expected: JsonObject & { readonly inspectionData?: JsonObject };
}

const TEXTS = ["definition", "input", "variables", "context"];

describe("TestState", () => {
  for (const { name, source: _source, expected, ...request } of cases as unknown as Case[]) {
    it(name, async () => {
      const box = harness();
      const input: JsonObject = Object.fromEntries(
        Object.entries(request).map(([key, value]) => [key, TEXTS.includes(key) ? JSON.stringify(value) : value]),
      );
      const { inspectionData: shown, ...answer } = await box.states("TestState", { roleArn: ROLE, ...input });
      const { inspectionData, ...rest } = expected;
      expect(answer).to.deep.equal(rest);
      if (inspectionData === undefined) expect(shown).to.equal(undefined);
      else expect(shown).to.deep.include(inspectionData);
    });
  }

  it("makes real requests where nothing is mocked", async () => {
    const box = harness();
    box.serve("sqs", { SendMessage: () => ({ MessageId: "1" }) });
    const Resource = "arn:aws:states:::sqs:sendMessage";
    const Parameters = { QueueUrl: "u", MessageBody: "b" };
    const definition = JSON.stringify({
      Type: "Task",
      Resource,
      Parameters,
      ResultSelector: { "id.$": "$.MessageId" },
      End: true,
    });
    const answer = await box.states("TestState", { definition, roleArn: ROLE });
    expect(answer).to.deep.equal({ output: '{"id":"1"}', status: "SUCCEEDED" });
    expect(box.seen[0]?.caller).to.include({ kind: "role", roleArn: ROLE });
  });

  it("reveals secrets only to who may see them", async () => {
    const box = harness();
    box.denied.add("states:RevealSecrets");
    const caller = { kind: "role", roleArn: ROLE, sessionName: "tester" } as const;
    const definition = JSON.stringify({ Type: "Pass", End: true });
    const test = (revealSecrets: boolean) =>
      box.router.call("states", "TestState", { definition, roleArn: ROLE, revealSecrets }, { caller });
    expect(await test(false)).to.include({ status: "SUCCEEDED" });
    expect((await refusal(test(true))).message).to.contain("states:RevealSecrets");
  });

  it("wants a mock for what waits for others, and a role for what has none", async () => {
    const box = harness();
    const wants = async (definition: JsonObject, more: JsonObject = {}) =>
      (await refusal(box.states("TestState", { definition: JSON.stringify(definition), ...more }))).code;
    const processor = { StartAt: "X", States: { X: { Type: "Pass", End: true } } };
    expect(await wants({ Type: "Map", ItemProcessor: processor, End: true }, { roleArn: ROLE })).to.equal(
      "ValidationException",
    );
    expect(await wants({ Type: "Pass", End: true })).to.equal("ValidationException");
    expect(await wants({ Type: "Pass", End: true }, { mock: { result: "1" } })).to.equal("ValidationException");
    expect(await wants({ Type: "Pass", Nope: 1, End: true }, { roleArn: ROLE })).to.equal("InvalidDefinition");
  });
});

describe("ValidateStateMachineDefinition", () => {
  const validate = (definition: JsonObject, more: JsonObject = {}) =>
    harness().states("ValidateStateMachineDefinition", { definition: JSON.stringify(definition), ...more });

  it("finds nothing wrong with a good definition", async () => {
    const answer = await validate({ StartAt: "A", States: { A: { Type: "Succeed" } } });
    expect(answer).to.deep.equal({ result: "OK", diagnostics: [], truncated: false });
  });

  it("shows as many findings as are wanted, and warnings when they are", async () => {
    const bad = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, C: { Type: "Pass", Next: "D" } } };
    const all = await validate(bad);
    expect(all["result"]).to.equal("FAIL");
    expect((all["diagnostics"] as JsonObject[]).length).to.be.greaterThan(1);
    const one = await validate(bad, { maxResults: 1 });
    expect(one["diagnostics"]).to.have.length(1);
    expect(one["truncated"]).to.equal(true);
    const odd = { StartAt: "A", States: { A: { Type: "Pass", Result: "$.x", End: true } } };
    expect((await validate(odd))["diagnostics"]).to.deep.equal([]);
    const warned = await validate(odd, { severity: "WARNING" });
    expect(warned["result"]).to.equal("OK");
    expect((warned["diagnostics"] as JsonObject[])[0]).to.include({
      code: "PASS_RESULT_IS_STATIC",
      severity: "WARNING",
    });
  });
});
