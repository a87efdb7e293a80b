import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { DEFAULTS } from "../../../../local/provider/check.ts";
import { type PropertyMap, plainMap } from "../../../../local/provider/values.ts";
import { type Made, World } from "./world.ts";

/** A call to AWS: service, operation, input. */
type AwsCall = readonly [string, string, JsonObject];

/** The life of one resource of a type; `${…}` stands for properties of fixtures and of the resource itself. */
interface Life {
  readonly type: string;
  readonly needs?: readonly string[];
  readonly inputs: JsonObject;
  /** Merged into the inputs: a change in place. Absent where AWS can only replace. */
  readonly update?: JsonObject;
  readonly importId: string;
  /** Inputs that AWS does not tell, so that an import cannot know them. */
  readonly forgottenByImport?: readonly string[];
  /** A change behind Pulumi's back, and where a refresh must see it. */
  readonly change?: { readonly call: AwsCall; readonly seen: readonly string[] };
  /** A deletion behind Pulumi's back. */
  readonly gone?: AwsCall;
  /** Why something is still read after the deletion. */
  readonly staysWhenDeleted?: string;
}

/** What the engine makes names from. */
const SEED = Buffer.from("test");

const folder = new URL("../../../cases/provider/resources/", import.meta.url);
const lives: readonly Life[] = readdirSync(folder)
  .filter((file) => file !== "fixtures.json")
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Life[]);

/** Type → output → the form that the provider documents for it, with this machine's addresses. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(new URL("../../../cases/provider/output-forms.json", import.meta.url), "utf8"),
);

describe("The life of every resource type", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());

  const born = async (life: Life): Promise<Made> => {
    await world.need(life.needs ?? []);
    return world.make("mine", life.type, await world.fill(life.inputs));
  };
  const differences = (made: Made, oldInputs: PropertyMap, newInputs: PropertyMap): readonly string[] => [
    ...world.provider.diff(made.identity, { oldInputs, newInputs, ignoreChanges: [] }).differences.keys(),
  ];
  const read = (made: Made) => world.provider.read(made.identity, made.id, made);
  const call = async ([service, operation, input]: AwsCall, own: Made): Promise<void> => {
    await world.call(service, operation, await world.fill(input, own));
  };

  it("is told for every type that is served", () => {
    expect(lives.map(({ type }) => type)).to.have.members(world.registry.types);
  });

  for (const life of lives) {
    describe(life.type, () => {
      const { change, gone, update } = life;
      it("has all the outputs that are promised, and reads them back unchanged", async () => {
        const made = await born(life);
        const { schema } = world.registry.resource(life.type);
        expect(made.outputs).to.include.all.keys(...schema.outputs, ...Object.keys(made.inputs).filter(isProperty));
        expect([...schema.outputs, ...Object.keys(schema.inputs)]).to.include.members(Object.keys(made.outputs));
        for (const [output, pattern] of Object.entries(forms[life.type] ?? {})) {
          expect(String(plainMap(made.outputs)[output]), output).to.match(new RegExp(pattern));
        }
        const found = await read(made);
        expect(found?.id).to.equal(made.id);
        expect(plainMap(found?.outputs ?? {})).to.deep.equal(plainMap(made.outputs));
        expect(differences(made, found?.inputs ?? {}, made.inputs)).to.deep.equal([]);
      });

      it("is imported by its id as the program describes it", async () => {
        const made = await born(life);
        const found = await world.provider.read(made.identity, await world.fill(life.importId, made));
        expect(found?.id).to.equal(made.id);
        const { id, importId = id } = world.registry.resource(life.type).schema;
        expect(made.id).to.match(form(id));
        expect(await world.fill(life.importId, made)).to.match(form(importId));
        const imported = found?.inputs ?? {};
        // What the program does not set may stay as it is, as the engine has it.
        const given = await world.fill(life.inputs);
        const unset = Object.keys(imported).filter((name) => given[name] === undefined);
        const inputs = world.check(made.identity, given, { ...imported, [DEFAULTS]: unset });
        expect(differences(made, imported, inputs).map(property)).to.have.members(life.forgottenByImport ?? []);
      });

      it("is imported as a program that AWS takes and that changes nothing", async () => {
        const made = await born(life);
        const imported =
          (await world.provider.read(made.identity, await world.fill(life.importId, made)))?.inputs ?? {};
        const { schema } = world.registry.resource(life.type);
        // `pulumi import` writes what the package's schema knows, and checks it against what was read.
        const news = Object.fromEntries(Object.entries(imported).filter(([name]) => schema.inputs[name] !== undefined));
        const { inputs, failures } = world.provider.check(made.identity, { olds: imported, news, randomSeed: SEED });
        const forgotten = life.forgottenByImport ?? [];
        expect(failures.filter(({ property: path }) => !forgotten.includes(property(path)))).to.deep.equal([]);
        expect(differences(made, imported, inputs)).to.deep.equal([]);
        expect("region" in schema.inputs).to.equal(inputs["region"] === "us-east-1");
      });

      it("keeps what only tells the provider how to work, which AWS does not", async () => {
        const { inputs: schemas } = world.registry.resource(life.type).schema;
        const settings = Object.entries(schemas).filter(
          ([, { unread, type }]) => unread === true && type === "boolean",
        );
        if (settings.length === 0) return;
        const set = Object.fromEntries(settings.map(([name, { default: byDefault }]) => [name, byDefault !== true]));
        const made = await born({ ...life, inputs: { ...life.inputs, ...set } });
        const found = await read(made);
        expect(plainMap(found?.outputs ?? {})).to.deep.include(set);
        expect(differences(made, found?.inputs ?? {}, made.inputs)).to.deep.equal([]);
      });

      it("keeps the name that was made from a prefix", async () => {
        const { inputs: schemas, autoname } = world.registry.resource(life.type).schema;
        const name = autoname?.property ?? "name";
        if (schemas[`${name}Prefix`] === undefined || update === undefined) return;
        const { [name]: _, ...inputs } = { ...life.inputs, [`${name}Prefix`]: "pre-" };
        const made = await born({ ...life, inputs });
        const given = plainMap(made.outputs)[name];
        expect(given).to.match(/^pre-\d{26}(\.fifo)?$/);
        const news = world.check(made.identity, await world.fill({ ...inputs, ...update }), made.inputs);
        const changed = await world.provider.update(made.identity, made, made.inputs, news);
        expect(changed.id).to.equal(made.id);
        const found = await read({ ...made, ...changed, inputs: news });
        for (const { outputs } of [changed, found ?? changed]) {
          expect(plainMap(outputs)).to.include({ [name]: given, [`${name}Prefix`]: "pre-" });
        }
        expect(differences(made, found?.inputs ?? {}, news)).to.deep.equal([]);
      });

      it("is looked up by its id and what the program knows", async () => {
        const made = await born(life);
        const found = await world.provider.read(made.identity, made.id, { inputs: {}, outputs: made.outputs });
        expect(found?.id).to.equal(made.id);
        expect(plainMap(found?.outputs ?? {})).to.deep.equal(plainMap(made.outputs));
      });

      it("cannot be imported by an id of another form", async () => {
        const made = await born(life);
        const { id, importId = id } = world.registry.resource(life.type).schema;
        if (form(importId).test("x")) return;
        const answer = await world.provider.read(made.identity, "x").catch(String);
        expect(answer).to.include(`"x" does not lead to a resource of the type ${life.type}`).and.include(importId);
      });

      if (change !== undefined) {
        it("shows on refresh what was changed behind Pulumi's back, and can be brought back", async () => {
          const made = await born(life);
          await call(change.call, made);
          const found = await read(made);
          if (found === undefined) throw new Error("it is gone");
          expect(differences(made, found.inputs, made.inputs)).to.have.members(change.seen);
          await world.provider.update(made.identity, found, found.inputs, made.inputs);
          const again = await read({ ...made, ...found });
          expect(differences(made, again?.inputs ?? {}, made.inputs)).to.deep.equal([]);
        });
      }

      if (gone !== undefined) {
        it("is gone on refresh when it was deleted behind Pulumi's back", async () => {
          const made = await born(life);
          await call(gone, made);
          expect(await read(made)).to.equal(undefined);
          await world.provider.delete(made.identity, made);
        });
      }

      if (update === undefined) {
        it("is replaced by whatever changes", () => {
          expect(world.registry.resource(life.type).handler.update).to.equal(undefined);
        });
      } else {
        it("is changed in place to what the program says", async () => {
          const made = await born(life);
          const news = await world.fill({ ...life.inputs, ...update });
          const inputs = world.check(made.identity, news, made.inputs);
          const diff = world.provider.diff(made.identity, {
            oldInputs: made.inputs,
            newInputs: inputs,
            ignoreChanges: [],
          });
          expect(new Set([...diff.differences.keys()].map(property))).to.include.all.keys(...Object.keys(update));
          expect(diff.replaces).to.deep.equal([]);
          const changed = await world.provider.update(made.identity, made, made.inputs, inputs);
          expect(changed.id).to.equal(made.id);
          const now = { ...made, ...changed, inputs };
          const found = await read(now);
          expect(plainMap(found?.outputs ?? {})).to.deep.equal(plainMap(changed.outputs));
          expect(differences(made, found?.inputs ?? {}, inputs)).to.deep.equal([]);
          const fresh = await world.provider.read(made.identity, await world.fill(life.importId, now));
          const seen = differences(made, { ...fresh?.inputs }, inputs).map(property);
          const { inputs: schemas } = world.registry.resource(life.type).schema;
          expect(seen.filter((name) => name in update && schemas[name]?.unread !== true)).to.deep.equal([]);
        });
      }

      it("is gone once deleted, and may be deleted again", async () => {
        const made = await born(life);
        await world.provider.delete(made.identity, made);
        const found = await read(made);
        if (life.staysWhenDeleted === undefined) expect(found).to.equal(undefined);
        else expect(differences(made, found?.inputs ?? {}, made.inputs)).not.to.deep.equal([]);
        await world.provider.delete(made.identity, made);
      });
    });
  }
});

/** What an id of this form looks like: `{apiId}/{routeId}`, or one of several with `or` between them. */
function form(text: string): RegExp {
  const forms = text.split(" or ").map((one) => one.replaceAll(/\{\w+\}/g, ".+"));
  return new RegExp(`^(${forms.join("|")})$`);
}

function property(path: string): string {
  return path.replace(/[.[].*$/s, "");
}

function isProperty(name: string): boolean {
  return name !== DEFAULTS;
}
