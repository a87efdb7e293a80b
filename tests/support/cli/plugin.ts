import { isObject, type JsonObject } from "../../../local/json.ts";
import { parsePath } from "../../../local/provider/property-path.ts";
import { RecordedClient } from "../../local/provider/recordings.ts";
import { hasUnknown, type MarshalOptions, marshal, valueAt, withoutContents } from "./wire.ts";

/** A resource, as every call names it. */
export interface Identity {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** What the engine makes of a provider's diff. */
export interface Diff {
  readonly replaces: readonly string[];
  readonly changed: readonly string[];
  readonly paths: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** A request that the engine would fail on: the provider's answer breaks the protocol. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

const NONE = 1;
const SOME = 2;
const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"] as const;
const DRY: MarshalOptions = { unknowns: true, assetContents: true };
const REAL: MarshalOptions = { unknowns: false, assetContents: true };

/**
 * One provider instance that the CLI has attached to, with what it sends, drops and demands of answers
 * (pulumi/pulumi sdk/go/common/resource/plugin/provider_plugin.go).
 */
export class Plugin {
  readonly #client: RecordedClient;
  readonly #dryRun: boolean;

  private constructor(client: RecordedClient, dryRun: boolean) {
    this.#client = client;
    this.#dryRun = dryRun;
  }

  static async attach(port: number, dryRun: boolean): Promise<Plugin> {
    const client = new RecordedClient(port);
    const capabilities = await client.send("handshake", { engineAddress: "127.0.0.1:1", configureWithUrn: true });
    demand(capabilities["acceptSecrets"] === true && capabilities["acceptResources"] === true, "handshake");
    await client.send("attach", { address: "127.0.0.1:1" });
    const { version } = await client.send("getPluginInfo", {});
    demand(/^\d+\.\d+\.\d+/.test(String(version)), `${version} is no version`);
    return new Plugin(client, dryRun);
  }

  async configure(identity: Identity, news: JsonObject): Promise<JsonObject> {
    const { inputs, failuresList } = await this.#client.send("checkConfig", {
      ...identityOf(identity),
      olds: {},
      news,
    });
    demand(Array.isArray(failuresList) && failuresList.length === 0, JSON.stringify(failuresList));
    const args = objectOf(inputs);
    const accepts = { acceptsecrets: true, acceptresources: true };
    await this.#client.send("configure", { ...identityOf(identity), args, ...accepts, id: "id" });
    return args;
  }

  async diffConfig(identity: Identity, oldInputs: JsonObject, news: JsonObject): Promise<boolean> {
    const sides = { olds: oldInputs, oldInputs, news };
    const { replacesList } = await this.#client.send("diffConfig", { ...identityOf(identity), ...sides });
    return Array.isArray(replacesList) && replacesList.length > 0;
  }

  async check(resource: Identity, olds: JsonObject, news: JsonObject, seed: Uint8Array): Promise<Checked> {
    const options = this.#dryRun ? DRY : REAL;
    const answer = await this.#client.send("check", {
      ...identityOf(resource),
      olds: marshal(olds, options),
      news: marshal(news, options),
      randomseed: Buffer.from(seed).toString("base64"),
    });
    const inputs = objectOf(answer["inputs"]);
    demand(this.#dryRun || !hasUnknown(inputs), `check of ${resource.urn} answers unknown values`);
    const failures = Array.isArray(answer["failuresList"]) ? answer["failuresList"].filter(isObject) : [];
    return { inputs, failures: failures.map(({ property, reason }) => `${property}: ${reason}`) };
  }

  /** @param ignoreChanges paths that the program wants left alone. */
  async diff(
    resource: Identity,
    sides: Sides,
    ignoreChanges: readonly string[] = [],
    unknowns = this.#dryRun,
  ): Promise<Diff> {
    const options = { unknowns, assetContents: false };
    const { id, oldInputs, oldOutputs, newInputs } = sides;
    const answer = await this.#client.send("diff", {
      ...identityOf(resource),
      id,
      oldInputs: marshal(oldInputs, options),
      olds: marshal(oldOutputs, options),
      news: marshal(newInputs, options),
      ignorechangesList: ignoreChanges,
    });
    demand(answer["changes"] === NONE || answer["changes"] === SOME, `diff of ${resource.urn}: ${answer["changes"]}`);
    const detailed = Array.isArray(answer["detaileddiffMap"]) ? answer["detaileddiffMap"] : [];
    for (const entry of detailed) if (Array.isArray(entry)) checkPlace(resource, sides, String(entry[0]), entry[1]);
    const paths = detailed.map((entry) => (Array.isArray(entry) ? String(entry[0]) : ""));
    demand((answer["changes"] === SOME) === paths.length > 0, `diff of ${resource.urn} says what it does not show`);
    const replaces = texts(answer["replacesList"]);
    const kinds = detailed.map((entry) => (Array.isArray(entry) && isObject(entry[1]) ? kindOf(entry[1]) : ""));
    demand(replaces.length > 0 === kinds.some((kind) => kind.endsWith("replace")), `diff of ${resource.urn}: replaces`);
    return {
      replaces,
      changed: texts(answer["diffsList"]),
      paths,
      deleteBeforeReplace: answer["deletebeforereplace"] === true,
    };
  }

  async create(resource: Identity, inputs: JsonObject): Promise<Made> {
    const answer = await this.#client.send("create", {
      ...identityOf(resource),
      properties: marshal(inputs, this.#dryRun ? DRY : REAL),
      preview: this.#dryRun,
    });
    const id = String(answer["id"]);
    demand(this.#dryRun === (id === ""), `create of ${resource.urn} answers the id "${id}"`);
    return { id, outputs: this.#outputs("create", resource, answer) };
  }

  async update(resource: Identity, sides: Sides, ignoreChanges: readonly string[] = []): Promise<JsonObject> {
    const known = { unknowns: false, assetContents: false };
    const answer = await this.#client.send("update", {
      ...identityOf(resource),
      id: sides.id,
      oldInputs: marshal(sides.oldInputs, known),
      olds: marshal(sides.oldOutputs, known),
      news: marshal(sides.newInputs, this.#dryRun ? DRY : REAL),
      ignorechangesList: ignoreChanges,
      preview: this.#dryRun,
    });
    return this.#outputs("update", resource, answer);
  }

  /** Undefined for what has gone. An import brings neither inputs nor state. */
  async read(
    resource: Identity,
    id: string,
    known?: { inputs: JsonObject; state: JsonObject },
  ): Promise<Found | undefined> {
    const options = { unknowns: false, assetContents: false };
    const answer = await this.#client.send("read", {
      ...identityOf(resource),
      id,
      properties: marshal(known?.state ?? {}, options),
      ...(known === undefined ? {} : { inputs: marshal(known.inputs, options) }),
    });
    if (answer["id"] === "") return undefined;
    const inputs = withoutContents(objectOf(answer["inputs"]));
    const outputs = withoutContents(objectOf(answer["properties"]));
    demand(!hasUnknown(inputs) && !hasUnknown(outputs), `read of ${resource.urn} answers unknown values`);
    return { id: String(answer["id"]), inputs, outputs };
  }

  async delete(resource: Identity, id: string, oldInputs: JsonObject, properties: JsonObject): Promise<void> {
    const options = { unknowns: false, assetContents: false };
    await this.#client.send("delete", {
      ...identityOf(resource),
      id,
      oldInputs: marshal(oldInputs, options),
      properties: marshal(properties, options),
    });
  }

  async invoke(tok: string, args: JsonObject): Promise<JsonObject> {
    const answer = await this.#client.send("invoke", { tok, args: marshal(args, REAL), preview: this.#dryRun });
    const result = objectOf(answer["return"]);
    demand(!hasUnknown(result), `${tok} answers unknown values`);
    return result;
  }

  /** As at the end of every run. */
  async end(): Promise<void> {
    await this.#client.send("cancel", {});
    this.#client.close();
  }

  #outputs(call: string, resource: Identity, answer: JsonObject): JsonObject {
    const outputs = objectOf(answer["properties"]);
    demand(this.#dryRun || !hasUnknown(outputs), `${call} of ${resource.urn} answers unknown values`);
    return outputs;
  }
}

export interface Checked {
  readonly inputs: JsonObject;
  readonly failures: readonly string[];
}

export interface Made {
  readonly id: string;
  readonly outputs: JsonObject;
}

export interface Found extends Made {
  readonly inputs: JsonObject;
}

/** What a diff compares, and an update starts from. */
export interface Sides {
  readonly id: string;
  readonly oldInputs: JsonObject;
  readonly oldOutputs: JsonObject;
  readonly newInputs: JsonObject;
}

/** What the display takes from both sides must be there (`TranslateDetailedDiff` in pkg/engine/detailedDiff.go). */
function checkPlace({ urn }: Identity, { oldInputs, newInputs }: Sides, path: string, entry: unknown): void {
  const place = parsePath(path);
  demand(place.length > 0, `diff of ${urn} has a path without steps`);
  const difference = typeof entry === "object" && entry !== null ? { ...entry } : {};
  demand("inputdiff" in difference && difference.inputdiff === true, `${path} of ${urn} is no difference of inputs`);
  const kind = kindOf(difference);
  const [before, after] = [valueAt(oldInputs, place), valueAt(newInputs, place)];
  const isThere = kind.startsWith("add")
    ? after !== undefined
    : kind.startsWith("delete")
      ? before !== undefined
      : true;
  demand(isThere && (before !== undefined || after !== undefined), `${path} of ${urn} is in no inputs (${kind})`);
}

function kindOf(difference: object): string {
  return "kind" in difference ? (KINDS[Number(difference.kind)] ?? "") : "";
}

function identityOf({ urn, type, name }: Identity): JsonObject {
  return { urn, type, name };
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new ProtocolError(message);
}

function objectOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
