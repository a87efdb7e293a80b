import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { World } from "./world.ts";

/** A call to AWS: service, operation, input. */
type AwsCall = readonly [service: string, operation: string, input: JsonObject];

/** A property that the program does not set, so that others may: Optional and Computed in the Terraform provider. */
interface Case {
  readonly name: string;
  readonly type: string;
  readonly inputs: JsonObject;
  /** What somebody else sets. */
  readonly call: AwsCall;
  /** What the program changes afterwards. */
  readonly update: JsonObject;
  readonly ask: AwsCall;
  /** Part of the answer. */
  readonly kept: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../cases/provider/left-alone.json", import.meta.url), "utf8"),
);

describe("An update of a resource", () => {
  for (const { name, type, inputs, call, update, ask, kept } of cases) {
    it(`leaves alone ${name}, which the program does not set, though a refresh has seen it`, async () => {
      const world = new World();
      try {
        const given = await world.fill(inputs);
        const made = await world.make("mine", type, given);
        const [service, operation, input] = call;
        await world.call(service, operation, await world.fill(input, made));
        const found = await world.provider.read(made.identity, made.id, made);
        if (found === undefined) throw new Error("it is gone");
        const news = world.check(made.identity, await world.fill({ ...inputs, ...update }), found.inputs);
        await world.provider.update(made.identity, found, found.inputs, news);
        const [asked, question, about] = ask;
        const answer = await world.call(asked, question, await world.fill(about, { ...made, ...found }));
        expect(JSON.stringify(answer)).to.include(kept);
      } finally {
        await world.stop();
      }
    });
  }
});
