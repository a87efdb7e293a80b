import { expect } from "chai";
import { concealed } from "../../../local/provider/concealed.ts";
import type { ResourceHandler } from "../../../local/provider/handler.ts";
import { PartialFailure } from "../../../local/provider/partial-failure.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import { createRegistry } from "../../../local/provider/registry.ts";
import { fromPlainMap, Secret } from "../../../local/provider/values.ts";
import { testEnvironment } from "../../support/environment.ts";
import { World } from "./resources/world.ts";

const randomSeed = Buffer.from("test");

/** A wrong secret per kind of refusal, and the whole of what may be told of it. */
const REFUSALS: readonly [type: string, inputs: Readonly<Record<string, unknown>>, told: readonly string[]][] = [
  ["aws:sqs/queue:Queue", { delaySeconds: 90001 }, ["delaySeconds must be between 0 and 900, not [secret]"]],
  ["aws:sns/topic:Topic", { signatureVersion: 77 }, ["signatureVersion must be between 1 and 2, not [secret]"]],
  [
    "aws:sqs/queue:Queue",
    { fifoThroughputLimit: "hunter2" },
    ['fifoThroughputLimit expected one of "perQueue", "perMessageGroupId", not "[secret]"'],
  ],
  ["aws:sns/topic:Topic", { policy: '{"a": hunter2}' }, ["policy contains an invalid JSON policy"]],
  ["aws:sqs/queue:Queue", { redrivePolicy: "hunter2" }, ["redrivePolicy contains an invalid JSON"]],
];

describe("What is secret", () => {
  let world: World;
  before(() => {
    world = new World();
  });
  after(() => world.stop());

  for (const [type, inputs, told] of REFUSALS) {
    it(`is in no refusal: ${told.join()}`, () => {
      const news = Object.fromEntries(
        Object.entries(fromPlainMap(inputs)).map(([name, value]) => [name, new Secret(value ?? null)]),
      );
      const { failures } = world.provider.check({ urn: "urn", type, name: "mine" }, { olds: {}, news, randomSeed });
      expect(failures.map(({ property, reason }) => `${property} ${reason}`)).to.deep.equal(told);
    });
  }

  it("is in no refusal of what it is nested in", () => {
    const variables = { KEY: "fine", WRONG: new Secret({ nested: "hunter2" }) };
    const news = { role: "arn:aws:iam::000000000000:role/r", environment: { variables } };
    const identity = { urn: "urn", type: "aws:lambda/function:Function", name: "mine" };
    const { failures } = world.provider.check(identity, { olds: {}, news, randomSeed });
    expect(failures).to.deep.include({
      property: "environment.variables.WRONG",
      reason: "must be a string, not an object",
    });
    expect(JSON.stringify(failures)).not.to.include("hunter2");
  });

  it("is told by what it is where it is a part of words only", () => {
    expect(concealed("at least 15 of 1500, not 15", { n: new Secret(15) })).to.equal(
      "at least [secret] of 1500, not [secret]",
    );
    expect(concealed('"a\\"b" is wrong', { text: new Secret('a"b') })).to.equal('"[secret]" is wrong');
    expect(
      concealed("true and null", { flag: new Secret(true), none: new Secret(null), empty: new Secret("") }),
    ).to.equal("true and null");
  });

  for (const partly of [false, true]) {
    it(`is in no refusal of AWS${partly ? " of a part" : ""}`, async () => {
      const type = "aws:sns/topic:Topic";
      const handler: ResourceHandler = {
        type,
        create: async ({ displayName }) => {
          const message = `InvalidParameter: Value '${displayName}' of DisplayName`;
          throw partly ? new PartialFailure(message, { id: "id", outputs: { displayName } }) : new Error(message);
        },
        read: async () => undefined,
        delete: async () => undefined,
      };
      const provider = createProvider(createRegistry([{ handlers: [handler] }], []), testEnvironment()).configure({});
      const identity = { urn: "urn", type, name: "mine" };
      const failure = await provider.create(identity, { displayName: new Secret("hunter2") }).catch((error) => error);
      expect(failure.message).to.equal("InvalidParameter: Value '[secret]' of DisplayName");
      if (partly) expect(failure.resource.outputs.displayName).to.deep.equal(new Secret("hunter2"));
    });
  }
});
