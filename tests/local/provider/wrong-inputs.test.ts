import { readFileSync } from "node:fs";
import { expect } from "chai";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";
import type { PropertySchema, ResourceSchema } from "../../../local/provider/schema.ts";
import { type ProviderServer, serveProvider } from "../../../local/provider/server.ts";
import { RecordedClient } from "./recordings.ts";
import { World } from "./resources/world.ts";

/** A value that AWS refuses for one reason, and a word of the reason. */
interface Wrong {
  readonly value: Json;
  readonly reason: RegExp;
}

/** What of a property's schema can be offended against; undefined where any value of its type will do. */
function wrongFor(schema: PropertySchema): Wrong | undefined {
  const { type, enum: values, pattern, min, max, json } = schema;
  if (type === "archive") return { value: "no archive", reason: /archive/ };
  if (type === "object" || type === "list" || type === "set" || type === "map") return { value: 5, reason: /must be/ };
  if (values !== undefined)
    return { value: type === "number" ? 987_654 : "not-one-of-them", reason: /expected one of/ };
  if (json !== undefined) return { value: "{", reason: /invalid JSON/ };
  if (type === "number") {
    if (max !== undefined) return { value: max + 1, reason: /must be/ };
    return min === undefined ? { value: "many", reason: /must be/ } : { value: min - 1, reason: /must be/ };
  }
  if (type === "boolean") return { value: "perhaps", reason: /must be/ };
  if (pattern !== undefined) {
    const wrong = ["\u0007", "$\u0007"].find((text) => !new RegExp(pattern).test(text));
    return { value: wrong ?? "", reason: /does not match|characters/ };
  }
  if (max !== undefined) return { value: "x".repeat(max + 1), reason: /characters/ };
  return undefined;
}

/** Everything wrong at once: each property that can be, those that are required missing otherwise, and one unknown. */
function allWrong(schema: ResourceSchema): { readonly inputs: JsonObject; readonly reasons: Map<string, RegExp> } {
  const inputs: Record<string, Json> = { notAProperty: 1 };
  const reasons = new Map<string, RegExp>([["notAProperty", /is not a property/]]);
  for (const [name, property] of Object.entries(schema.inputs)) {
    const wrong = wrongFor(property);
    if (wrong !== undefined) {
      inputs[name] = wrong.value;
      reasons.set(name, wrong.reason);
    } else if (property.required === true) {
      reasons.set(name, /is required/);
    }
  }
  return { inputs, reasons };
}

/** Inputs of which each is right by itself; property → part of the reason. */
interface Combination {
  readonly name: string;
  readonly type: string;
  readonly news: JsonObject;
  readonly failures: Readonly<Record<string, string>>;
}

const combinations: readonly Combination[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/wrong-combinations.json", import.meta.url), "utf8"),
);

describe("Wrong inputs", () => {
  let world: World;
  let server: ProviderServer;
  let client: RecordedClient;
  before(async () => {
    world = new World();
    server = await serveProvider({ provider: world.unconfigured, port: 0, assetsFrom: "/" });
    client = new RecordedClient(server.port);
  });
  after(async () => {
    client.close();
    await server.stop();
    await world.stop();
  });

  it("are all told at once, each with its property and reason, for every type", () => {
    for (const type of world.registry.types) {
      const { inputs, reasons } = allWrong(world.registry.resource(type).schema);
      const news = decodeProperties(inputs, { assetsFrom: "/" });
      const identity = { urn: `urn:pulumi:s::p::${type}::wrong`, type, name: "wrong" };
      const { failures } = world.provider.check(identity, { olds: {}, news, randomSeed: Buffer.from("test") });
      for (const [property, reason] of reasons) {
        const told = failures.filter((failure) => failure.property === property).map((failure) => failure.reason);
        expect(told.join("\n"), `${type} ${property}`).to.match(reason);
      }
    }
  });

  for (const { name, type, news, failures } of combinations) {
    it(`are told: ${name}`, () => {
      const identity = { urn: `urn:pulumi:s::p::${type}::wrong`, type, name: "wrong" };
      const given = decodeProperties(news, { assetsFrom: "/" });
      const found = world.provider.check(identity, { olds: {}, news: given, randomSeed: Buffer.from("test") }).failures;
      expect(found.map(({ property }) => property)).to.have.members(Object.keys(failures));
      for (const { property, reason } of found) expect(reason).to.include(failures[property]);
    });
  }

  it("are told to the CLI in the same words", async () => {
    for (const type of world.registry.types) {
      const { inputs } = allWrong(world.registry.resource(type).schema);
      const urn = `urn:pulumi:s::p::${type}::wrong`;
      const identity = { urn, type, name: "wrong" };
      const news = decodeProperties(inputs, { assetsFrom: "/" });
      const { failures } = world.provider.check(identity, { olds: {}, news, randomSeed: Buffer.from("test") });
      const answer = await client.send("check", { urn, news: inputs });
      const list = Array.isArray(answer["failuresList"]) ? answer["failuresList"].filter(isObject) : [];
      expect(list.map(({ property, reason }) => ({ property, reason }))).to.have.deep.members(failures);
    }
  });
});
