import { readFileSync } from "node:fs";
import { expect } from "chai";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { INVOKES } from "../../../local/provider/invokes/all.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import { createRegistry } from "../../../local/provider/registry.ts";
import { type ProviderServer, serveProvider } from "../../../local/provider/server.ts";
import { environment } from "../engine/run.ts";
import { RecordedClient } from "./recordings.ts";
import { World } from "./resources/world.ts";

/** Pulumi's metaschema (pulumi/pulumi, pkg/codegen/schema/pulumi.json), `token`. */
const TOKEN = /^[a-zA-Z][-a-zA-Z0-9_]*:([^0-9][a-zA-Z0-9._/-]*)?:[^0-9][a-zA-Z0-9._/-]*$/;

/** Members of a `typeSpec`, one group for each kind of type; those of a `propertySpec` may stand beside them. */
const KINDS: readonly (readonly string[])[] = [["type"], ["items", "type"], ["additionalProperties", "type"], ["$ref"]];
const MARKS = new Set(["secret", "willReplaceOnChanges"]);

/** Names that the engine keeps for itself: the binder refuses them among a resource's properties. */
const RESERVED = ["id", "urn"];

describe("The package's schema, from which `pulumi import` writes programs", () => {
  let world: World;
  let server: ProviderServer;
  let client: RecordedClient;
  let schema: JsonObject;
  before(async () => {
    world = new World();
    const handlers = world.registry.types.map((type) => world.registry.resource(type).handler);
    const provider = createProvider(createRegistry([{ handlers }], INVOKES), environment());
    server = await serveProvider({ provider, port: 0, assetsFrom: "/" });
    client = new RecordedClient(server.port);
    schema = JSON.parse(String((await client.send("getSchema", {}))["schema"]));
  });
  after(async () => {
    client.close();
    await server.stop();
    await world.stop();
  });

  const part = (name: string): readonly (readonly [string, JsonObject])[] => entries(schema[name]);

  it("is of the package and version that the program uses", async () => {
    const { dependencies } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
    expect(schema).to.deep.include({ name: "aws", version: dependencies["@pulumi/aws"] });
    expect(await client.send("getPluginInfo", {})).to.deep.equal({ version: dependencies["@pulumi/aws"] });
  });

  it("has every type that is served with all its properties, and every function", () => {
    expect(part("resources").map(([type]) => type)).to.deep.equal(world.registry.types);
    expect(part("functions").map(([token]) => token)).to.have.members(INVOKES.map(({ token }) => token));
    for (const [type, resource] of part("resources")) {
      const { inputs, outputs } = world.registry.resource(type).schema;
      expect(resource["inputProperties"]).to.have.all.keys(Object.keys(inputs));
      expect(resource["properties"]).to.have.all.keys([...Object.keys(inputs), ...outputs]);
    }
  });

  it("keeps the metaschema's rules", () => {
    for (const name of ["types", "resources", "functions"]) {
      for (const [token] of part(name)) expect(token).to.match(TOKEN);
    }
    for (const [token, resource] of part("resources")) {
      wellFormed(token, { ...resource, required: resource["required"] ?? [] }, "properties", "required");
      wellFormed(token, resource, "inputProperties", "requiredInputs");
      expect(resource["properties"]).to.not.have.any.keys(RESERVED);
    }
    for (const [token, type] of part("types")) wellFormed(token, type, "properties", "required");
    for (const [token, { inputs, outputs }] of part("functions")) {
      for (const side of [inputs, outputs]) wellFormed(token, isObject(side) ? side : {}, "properties", "required");
    }
  });

  it("refers to every type that it has, and to no other", () => {
    const text = JSON.stringify(schema);
    const named = new Set([...text.matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token));
    expect([...named]).to.have.members(part("types").map(([token]) => token));
  });

  it("names types and modules as the package does", () => {
    expect(schema["types"]).to.include.all.keys(
      "aws:dynamodb/TableAttribute:TableAttribute",
      "aws:cloudfront/DistributionOriginCustomOriginConfig:DistributionOriginCustomOriginConfig",
      "aws:cloudwatch/MetricAlarmMetricQueryMetric:MetricAlarmMetricQueryMetric",
    );
    const { moduleFormat } = isObject(schema["meta"]) ? schema["meta"] : {};
    expect(new RegExp(String(moduleFormat)).exec("dynamodb/table")?.[1]).to.equal("dynamodb");
  });

  it("is refused for other versions of the metaschema", async () => {
    const answer = await client.send("getSchema", { version: 2 }).then(() => "", String);
    expect(answer).to.include("unsupported schema version 2");
  });
});

function wellFormed(token: string, owner: JsonObject, properties: string, required: string): void {
  const all = entries(owner[properties]);
  expect(
    all.map(([name]) => name),
    token,
  ).to.include.members([...((owner[required] ?? []) as string[])]);
  for (const [name, property] of all) oneKindOfType(`${token} ${name}`, property);
}

function oneKindOfType(where: string, spec: JsonObject): void {
  const members = Object.keys(spec).filter((name) => !MARKS.has(name));
  expect(KINDS, where).to.deep.include(members.sort());
  for (const inner of [spec["items"], spec["additionalProperties"]]) if (isObject(inner)) oneKindOfType(where, inner);
  const primitive = members.length === 1 && spec["type"] !== undefined;
  if (primitive) expect(spec["type"], where).to.be.oneOf(["boolean", "integer", "number", "string"]);
  if (spec["items"] !== undefined) expect(spec["type"], where).to.equal("array");
  if (spec["additionalProperties"] !== undefined) expect(spec["type"], where).to.equal("object");
  if (spec["$ref"] !== undefined) expect(spec["$ref"], where).to.match(/^(#\/types\/.+|pulumi\.json#\/Archive)$/);
}

function entries(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  const all = Object.entries(isObject(value) ? value : {});
  return all.map(([name, member]) => [name, isObject(member) ? member : {}] as const);
}
