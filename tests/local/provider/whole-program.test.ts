import { expect } from "chai";
import type { ResourceRecord } from "../../../local/engine/state/state.ts";
import type { JsonObject } from "../../../local/json.ts";
import { encodeProperties } from "../../../local/provider/property-bag.ts";
import { resourceSchema } from "../../../local/provider/schema.ts";
import type { ProviderServer } from "../../../local/provider/server.ts";
import { type Runtime, start } from "../../../local/runtime.ts";
import { RecordedClient } from "./recordings.ts";

const EVERYTHING = { edge: "true", alarmEmail: "alarms@example.com", tags: "team=orders" };

/** A part of an import id → the property that holds it, where it has another name. */
const PARTS: Readonly<Record<string, string>> = {
  busName: "eventBusName",
  functionName: "function",
  roleName: "role",
  ruleName: "rule",
};

/** `DIFF_NONE`. */
const NONE = 1;

/** A resource as the CLI keeps it in its state. */
interface Kept extends JsonObject {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: JsonObject;
  readonly properties: JsonObject;
}

describe("The whole program, as the CLI refreshes, imports and destroys it", function () {
  this.timeout(60_000);
  let runtime: Runtime;
  let server: ProviderServer;
  let client: RecordedClient;
  let kept: readonly Kept[];
  before(async () => {
    runtime = await start({ config: EVERYTHING });
    server = await runtime.serveProvider(0);
    client = new RecordedClient(server.port);
    await client.send("configure", { args: { region: "us-east-1" } });
    kept = runtime.engine.resources().filter(isMade).map(keptOf);
  });
  after(async () => {
    client.close();
    await runtime.stop();
  });

  const diff = (one: Kept, oldInputs: JsonObject, olds: JsonObject, news: JsonObject) =>
    client.send("diff", { ...identity(one), id: one.id, oldInputs, olds, news });
  const isThere = async (one: Kept): Promise<boolean> => (await client.send("read", one))["id"] !== "";
  const remove = ({ inputs, ...one }: Kept): Promise<string> =>
    client.send("delete", { ...one, oldInputs: inputs }).then(
      () => "",
      ({ details }: { details: string }) => details,
    );

  it("has a hundred resources and more", () => expect(kept).to.have.length.above(100));

  it("is found as it was made", async () => {
    for (const one of kept) {
      const found = await client.send("read", one);
      expect(found["id"], one.urn).to.equal(one.id);
      const { changes } = await diff(one, objectOf(found["inputs"]), objectOf(found["properties"]), one.inputs);
      expect(changes, one.urn).to.equal(NONE);
    }
  });

  it("is imported as a program that changes nothing", async () => {
    for (const one of kept) {
      const found = await client.send("read", { ...identity(one), id: importId(one) });
      expect(found["id"], one.urn).to.equal(one.id);
      const imported = objectOf(found["inputs"]);
      const written = Object.fromEntries(Object.entries(imported).filter(([name]) => name !== "tagsAll"));
      const { inputs, failuresList } = await client.send("check", { ...identity(one), olds: imported, news: written });
      expect(failuresList, one.urn).to.deep.equal([]);
      const { changes } = await diff(one, imported, objectOf(found["properties"]), objectOf(inputs));
      expect(changes, one.urn).to.equal(NONE);
    }
  });

  it("goes piece by piece, says what cannot go yet, and does not mind what has gone already", async () => {
    const blocked: string[] = [];
    for (const one of kept) {
      const refusal = await remove(one);
      if (refusal !== "") blocked.push(refusal);
      expect(await isThere(one), `${one.urn} ${refusal}`).to.equal(refusal !== "");
    }
    expect(blocked).to.not.deep.equal([]);
    for (const refusal of blocked) expect(refusal).to.match(/DeleteConflict|InUse|can't be deleted since it has/);
    for (const one of [...kept].reverse()) expect(await remove(one), one.urn).to.equal("");
    for (const one of kept) expect(await isThere(one), one.urn).to.equal(false);
  });
});

function isMade({ custom, external, type }: ResourceRecord): boolean {
  return custom && !external && !type.startsWith("pulumi:");
}

function keptOf({ urn, type, name, id, inputs, outputs }: ResourceRecord): Kept {
  const state = { secrets: true, assetContents: false };
  return { urn, type, name, id, inputs: encodeProperties(inputs, state), properties: encodeProperties(outputs, state) };
}

function identity({ urn, type, name }: Kept): JsonObject {
  return { urn, type, name };
}

/** The id in the form that the type is imported by: the last one of which all parts are known. */
function importId({ type, id, properties }: Kept): string {
  const textOf = (part: string): string | undefined => {
    const value = properties[PARTS[part] ?? part];
    return typeof value === "string" ? value : undefined;
  };
  const forms = resourceSchema(type)?.importId?.split(" or ") ?? [];
  const known = forms.filter((form) => {
    const parts = [...form.matchAll(/\{(\w+)\}/g)].slice(0, -1);
    return parts.every(([, part = ""]) => textOf(part) !== undefined);
  });
  return known.at(-1)?.replaceAll(/\{(\w+)\}/g, (_, part: string) => textOf(part) ?? id) ?? id;
}

function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
