import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { isUnfinished } from "../../../local/provider/outputs.ts";
import { PartlyMade } from "../../../local/provider/partly-made.ts";
import type { PropertyMap } from "../../../local/provider/values.ts";
import { type Made, World } from "./resources/world.ts";

/** A resource that AWS makes with one call and sets up with others, one of which it refuses. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly type: string;
  readonly inputs: JsonObject;
  readonly refusal: string;
  /** What is mended: the world, or the program. */
  readonly mended: { readonly call?: readonly [string, string, JsonObject]; readonly inputs?: JsonObject };
  /** Properties in which the resource is not yet what the program says. */
  readonly left: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/unfinished.json", import.meta.url), "utf8"),
);

describe("A resource that could be made only in part", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());

  /** As the engine keeps it: with the inputs that it was meant to have. */
  const partly = async ({ type, inputs, refusal }: Case): Promise<Made> => {
    const error: unknown = await world.make("mine", type, await world.fill(inputs)).catch((thrown: unknown) => thrown);
    if (!(error instanceof PartlyMade)) throw error;
    expect(error.message).to.match(new RegExp(`^${refusal}`));
    const identity = { urn: `urn:pulumi:test::project::${type}::mine`, type, name: "mine" };
    const checked = world.check(identity, await world.fill(inputs));
    return { ...error.resource, identity, inputs: checked };
  };
  const differences = (made: Made, oldInputs: PropertyMap, newInputs: PropertyMap): readonly string[] =>
    [...world.provider.diff(made.identity, { oldInputs, newInputs, ignoreChanges: [] }).differences.keys()].map(
      (path) => path.replace(/[.[].*$/s, ""),
    );

  for (const one of cases) {
    describe(one.name, () => {
      it("is finished by the next update, also where the inputs stayed the same", async () => {
        const made = await partly(one);
        expect(isUnfinished(made.outputs)).to.equal(true);
        const { call, inputs = {} } = one.mended;
        if (call !== undefined) await world.call(...call);
        const news = world.check(made.identity, await world.fill({ ...one.inputs, ...inputs }), made.inputs);
        const updated = await world.provider.update(made.identity, made, made.inputs, news);
        expect(updated.id).to.equal(made.id);
        expect(isUnfinished(updated.outputs)).to.equal(false);
        // An import knows nothing but AWS.
        const found = await world.provider.read(made.identity, made.id);
        const seen = differences(made, found?.inputs ?? {}, news);
        expect(seen.filter((property) => one.left.includes(property))).to.deep.equal([]);
      });

      it("shows on refresh what is left to do", async () => {
        const made = await partly(one);
        const found = await world.provider.read(made.identity, made.id, made);
        expect(differences(made, found?.inputs ?? {}, made.inputs)).to.include.members(one.left);
        expect(isUnfinished(found?.outputs ?? {})).to.equal(false);
      });

      it("can be deleted", async () => {
        const made = await partly(one);
        await world.provider.delete(made.identity, made);
        expect(await world.provider.read(made.identity, made.id, made)).to.equal(undefined);
      });
    });
  }
});
