import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import type { Json, JsonObject } from "../../../../local/json.ts";
import { DEFAULTS } from "../../../../local/provider/check.ts";
import { decodeProperties } from "../../../../local/provider/property-bag.ts";
import type { PropertySchema, ResourceSchema } from "../../../../local/provider/schema.ts";
import { type PropertyMap, plainMap } from "../../../../local/provider/values.ts";
import { type Made, World } from "./world.ts";

/** A resource and, of each property that can change in place, the values that it goes through. */
interface Case {
  readonly type: string;
  readonly needs?: readonly string[];
  /** Calls to AWS that come first. */
  readonly calls?: readonly (readonly [service: string, operation: string, input: JsonObject])[];
  readonly inputs: JsonObject;
  readonly values: Readonly<Record<string, readonly Json[]>>;
  /** Properties that this resource cannot be without: it begins and ends with a value of them. */
  readonly always?: readonly string[];
  /** Properties of which all values mean the same. */
  readonly same?: readonly string[];
  /** Properties that an import says by another one. */
  readonly otherwise?: readonly string[];
  /** Properties that are refused when they are set, since this runtime does not have them. */
  readonly refused?: readonly string[];
  /** Properties that have a test of their own, and which. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly importId: string;
}

const folder = new URL("../../../cases/provider/properties/", import.meta.url);
const cases: readonly Case[] = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Case[],
);

describe("Every property that changes in place", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());

  it("has values to go through here, or is refused", () => {
    // Its arguments have a test of their own, in event-connection.test.ts.
    const told = world.registry.types.filter((type) => type !== "aws:cloudwatch/eventConnection:EventConnection");
    for (const type of told) {
      const own = cases.filter((one) => one.type === type);
      const covered = own.flatMap(({ values, refused = [], elsewhere = {} }) => [
        ...Object.keys({ ...values, ...elsewhere }),
        ...refused,
      ]);
      expect(covered, type).to.include.members(inPlace(world.registry.resource(type)));
    }
  });

  for (const one of cases) {
    for (const [name, values] of Object.entries(one.values)) {
      it(`reaches AWS and is seen there: ${one.type} ${name}`, async () => {
        await world.need(one.needs ?? []);
        for (const [service, operation, input] of one.calls ?? []) {
          await world.call(service, operation, await world.fill(input));
        }
        const { schema } = world.registry.resource(one.type);
        const isRequired = schema.inputs[name]?.required === true && one.inputs[name] === undefined;
        const isThere = isRequired || one.always?.includes(name) === true;
        const [first, ...rest] = isThere ? values : [undefined, ...values, undefined];
        const walk = new Walk(world, one, name);
        let made = await walk.begin(first);
        for (const value of rest) made = await walk.change(made, value);
      });
    }
    for (const name of one.refused ?? []) {
      it(`is refused by name where it is not served: ${one.type} ${name}`, async () => {
        const { inputs: schemas } = world.registry.resource(one.type).schema;
        const news = { ...(await world.fill(one.inputs)), [name]: sample(schemas[name]) };
        const { failures } = world.provider.check(
          { urn: "urn", type: one.type, name: "mine" },
          { olds: {}, news: decodeProperties(news, { assetsFrom: "/" }), randomSeed: Buffer.from("test") },
        );
        expect(failures.map(({ property }) => top(property))).to.include(name);
      });
    }
  }
});

/** One property of one resource on its way through its values. */
class Walk {
  readonly #world: World;
  readonly #case: Case;
  readonly #name: string;
  readonly #schema: ResourceSchema;

  constructor(world: World, one: Case, name: string) {
    this.#world = world;
    this.#case = one;
    this.#name = name;
    this.#schema = world.registry.resource(one.type).schema;
  }

  async begin(value: Json | undefined): Promise<Made> {
    const made = await this.#world.make("mine", this.#case.type, await this.#given(value));
    await this.#isReadBack(made, value);
    return made;
  }

  /** Changes the property; without a value to what the resource has when the program says nothing of it. */
  async change(before: Made, value: Json | undefined): Promise<Made> {
    const { provider } = this.#world;
    const inputs = this.#world.check(before.identity, await this.#given(value), before.inputs);
    const request = { oldInputs: before.inputs, newInputs: inputs, ignoreChanges: [] };
    const { differences, replaces } = provider.diff(before.identity, request);
    const changed = [...differences.keys()].map(top);
    expect(replaces).to.deep.equal([]);
    expect(changed.filter((name) => name !== this.#name && name !== "tagsAll")).to.deep.equal([]);
    if (value !== undefined && this.#case.same?.includes(this.#name) !== true) expect(changed).to.include(this.#name);
    if (changed.length === 0) return { ...before, inputs };
    const after = { ...before, ...(await provider.update(before.identity, before, before.inputs, inputs)), inputs };
    expect(after.id).to.equal(before.id);
    await this.#isReadBack(after, value);
    await this.#isSeenByRefresh(before, after);
    return after;
  }

  async #given(value: Json | undefined): Promise<JsonObject> {
    const { inputs } = this.#case;
    return this.#world.fill(value === undefined ? inputs : { ...inputs, [this.#name]: value });
  }

  /** A refresh changes nothing, and an import finds what the program says. */
  async #isReadBack(made: Made, value: Json | undefined): Promise<void> {
    const { provider } = this.#world;
    const found = await provider.read(made.identity, made.id, made);
    expect(plainMap(found?.outputs ?? {})).to.deep.equal(plainMap(made.outputs));
    expect(this.#differences(made, found?.inputs ?? {}, made.inputs)).to.deep.equal([]);
    const importId = await this.#world.fill(this.#case.importId, made);
    const imported = (await provider.read(made.identity, importId))?.inputs ?? {};
    const given = await this.#given(value);
    const unset = Object.keys(imported).filter((name) => given[name] === undefined);
    const inputs = this.#world.check(made.identity, given, { ...imported, [DEFAULTS]: unset });
    const untold = this.#differences(made, imported, inputs).filter((name) => !this.#isUntold(name));
    expect(untold).to.deep.equal([]);
  }

  /** What was changed is what a refresh sees that knows of no change. */
  async #isSeenByRefresh(before: Made, after: Made): Promise<void> {
    const seen = await this.#world.provider.read(before.identity, before.id, before);
    const name = this.#name;
    if (this.#schema.inputs[name]?.type === "archive") return;
    const [is, was] = [seen?.outputs[name], after.outputs[name]];
    expect(this.#differences(after, { [name]: is }, { [name]: was })).to.not.include(name);
    // What the program leaves to the provider is no difference, whatever it is.
    if (this.#schema.inputs[name]?.filled === true && before.inputs[name] === undefined) return;
    expect(this.#differences(before, seen?.inputs ?? {}, before.inputs)).to.include(name);
  }

  #differences(made: Made, oldInputs: PropertyMap, newInputs: PropertyMap): readonly string[] {
    const request = { oldInputs, newInputs, ignoreChanges: [] };
    return [...this.#world.provider.diff(made.identity, request).differences.keys()].map(top);
  }

  #isUntold(name: string): boolean {
    const { type, unread } = this.#schema.inputs[name] ?? {};
    return type === "archive" || unread === true || this.#case.otherwise?.includes(name) === true;
  }
}

/** The properties of a type whose change does not replace, and that are served and kept by AWS. */
function inPlace({ schema, handler }: ReturnType<World["registry"]["resource"]>): readonly string[] {
  if (handler.update === undefined) return [];
  const inputs = Object.entries(schema.inputs).filter(
    ([, { replace, unserved, unread }]) => replace === undefined && unserved !== true && unread !== true,
  );
  return inputs.map(([name]) => name);
}

/** Any value of a property's type. */
function sample(schema: PropertySchema = { type: "string" }): Json {
  if (schema.enum !== undefined) return schema.enum[0] ?? null;
  switch (schema.type) {
    case "number":
      return schema.min ?? 1;
    case "boolean":
      return true;
    case "list":
    case "set":
      return [sample(schema.of)];
    case "map":
      return { a: "1" };
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, sample(member)]),
      );
    case "string":
    case "archive":
      return schema.arn === true ? "arn:aws:sqs:us-east-1:000000000000:q" : "x";
    default: {
      const never: never = schema.type;
      return never;
    }
  }
}

function top(path: string): string {
  return path.replace(/[.[].*$/s, "");
}
