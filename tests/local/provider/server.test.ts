import { status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import { expect } from "chai";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { PartialFailure } from "../../../local/provider/partial-failure.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import { createRegistry, type Registry } from "../../../local/provider/registry.ts";
import { type ProviderServer, serveProvider } from "../../../local/provider/server.ts";
import { type FakeCloud, fakeCloud } from "../engine/fake-cloud.ts";
import { environment } from "../engine/run.ts";
import { type RecordedCall, RecordedClient, recording } from "./recordings.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("The provider that the real CLI attaches to", () => {
  let cloud: FakeCloud;
  let server: ProviderServer;
  let client: RecordedClient;

  const open = async (registry: Registry): Promise<void> => {
    const provider = createProvider(registry, environment());
    server = await serveProvider({ provider, port: 0, assetsFrom: "/" });
    client = new RecordedClient(server.port);
  };

  beforeEach(async () => {
    cloud = fakeCloud();
    await open(cloud.registry);
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  for (const name of [
    "01-preview",
    "02-up",
    "03-up-unchanged",
    "04-preview-update",
    "05-up-update",
    "06-up-replace-and-delete",
    "07-refresh",
    "09-destroy",
  ]) {
    it(`answers every call of ${name} in the recorded shape`, async () => {
      seed(cloud, recording(name));
      for (const call of recording(name)) {
        const answer = await client.send(call.call, call.request);
        sameShape(call, answer);
      }
      if (name.includes("preview")) expect(cloud.journal).to.deep.equal([]);
    });
  }

  it("lives on after the end of a run, twice over", async () => {
    for (const call of [...recording("02-up"), ...recording("02-up")]) await client.send(call.call, call.request);
    expect(cloud.journal).to.have.length(12);
  });

  it("leaves unknown at preview what only AWS knows", async () => {
    const [create] = recording("01-preview").filter(
      ({ call, request }) => call === "create" && request["name"] === "gone-in-step-3",
    );
    const answer = await client.send("create", create?.request ?? {});
    expect(answer).to.deep.include({ id: "" });
    // hashicorp/terraform-provider-aws internal/provider/sdkv2/region.go, defaultRegion: it is planned.
    expect(answer["properties"]).to.include({ arn: UNKNOWN, displayName: "x", region: "us-east-1" });
  });

  /** What the client gets when a topic cannot be made for this reason. */
  const failedCreate = async (reason: Error): Promise<unknown> => {
    const type = "aws:sns/topic:Topic";
    const refuse = (): Promise<never> => Promise.reject(new Error("never asked"));
    const create = (): Promise<never> => Promise.reject(reason);
    client.close();
    await server.stop();
    await open(createRegistry([{ handlers: [{ type, create, read: refuse, delete: refuse }] }], []));
    const urn = `urn:pulumi:dev::recorded::${type}::t`;
    return client.send("create", { urn, properties: { displayName: "x" } }).catch((thrown: unknown) => thrown);
  };

  it("keeps what was made before a failure", async () => {
    const outputs = { arn: "arn:1", displayName: "x", policy: "long".repeat(50_000) };
    const error = await failedCreate(new PartialFailure("the policy was refused", { id: "topic-1", outputs }));
    expect(error).to.be.instanceOf(Error).with.property("details", "the policy was refused");
    const resource = initFailure(error);
    expect(resource.getId()).to.equal("topic-1");
    expect(resource.getReasonsList()).to.deep.equal(["the policy was refused"]);
    // What is too long for the trailers of an answer comes back with the next update.
    expect(resource.getProperties()?.toJavaScript()).to.include({ arn: "arn:1", displayName: "x", __unfinished: true });
    expect(resource.getProperties()?.toJavaScript()).to.not.have.any.keys("policy");
    expect(await client.send("getPluginInfo", {})).to.include.keys("version");
  });

  for (const [name, message, expected] of [
    ["in any language", "Größe 100% 😀\nzweite Zeile", "Größe 100% 😀\nzweite Zeile"],
    ["with half a character", "cut \ud83d", "cut \ufffd"],
    ["of any length", "ü".repeat(100_000), `${"ü".repeat(1000)}`],
  ] as const) {
    it(`says what is wrong ${name}, and the connection lives on`, async () => {
      const error = await failedCreate(new Error(message));
      expect(error).to.be.instanceOf(Error).with.property("details").that.is.a("string");
      expect(String(error)).to.include(expected);
      expect(await client.send("getPluginInfo", {})).to.include.keys("version");
    });
  }

  it("names a type and a function that are not served", async () => {
    const urn = "urn:pulumi:dev::recorded::aws:ec2/instance:Instance::i";
    const refusal = (call: string, request: JsonObject): Promise<string> =>
      client.send(call, request).then(() => "", String);
    expect(await refusal("check", { urn, news: {} })).to.include("aws:ec2/instance:Instance");
    expect(await refusal("invoke", { tok: "aws:ec2/getAmi:getAmi" })).to.include("aws:ec2/getAmi:getAmi");
  });

  for (const call of ["call", "construct", "list", "parameterize"]) {
    it(`answers ${call}, which it does not serve, with the code that the engine expects`, async () => {
      const code = await client.send(call, {}).then(
        () => status.OK,
        (error: { code: status }) => error.code,
      );
      expect(code).to.equal(status.UNIMPLEMENTED);
    });
  }

  it("names every argument of a function that is wrong", async () => {
    const request = { tok: "aws:index/getCallerIdentity:getCallerIdentity", args: { ident: "x", id: ["x"] } };
    const refusal = await client.send("invoke", request).then(() => "", String);
    expect(refusal).to.include("ident is not a property of this type").and.include("id must be a string, not a list");
  });

  it("lists properties, and their paths in the detailed diff", async () => {
    const diff = await client.send("diff", {
      urn: "urn:pulumi:dev::recorded::aws:dynamodb/table:Table::t",
      oldInputs: { hashKey: "a", attributes: [{ name: "a", type: "S" }], tags: { a: "1" } },
      news: { hashKey: "b", attributes: [{ name: "b", type: "S" }], tags: { b: "2" } },
    });
    expect(diff).to.deep.include({ replacesList: ["hashKey"], diffsList: ["attributes", "hashKey", "tags"] });
    expect(new Map(diff["detaileddiffMap"] as never)).to.have.all.keys("attributes[0]", "hashKey", "tags.a", "tags.b");
  });

  it("knows the provider instances of programs by their connections", async () => {
    const other = new RecordedClient(server.port);
    const topic = { urn: "urn:pulumi:dev::recorded::aws:sns/topic:Topic::t", news: {} };
    const tagsOf = async (one: RecordedClient): Promise<unknown> => {
      const { inputs } = await one.send("check", topic);
      return isObject(inputs) ? inputs["tagsAll"] : undefined;
    };
    try {
      await client.send("configure", { args: { defaultTags: '{"tags":{"team":"orders"}}' } });
      await other.send("configure", { args: { defaultTags: { tags: { team: "kitchen" } } } });
      expect([await tagsOf(client), await tagsOf(other)]).to.deep.equal([{ team: "orders" }, { team: "kitchen" }]);
      await other.send("cancel", {});
      expect(await tagsOf(client)).to.deep.equal({ team: "orders" });
    } finally {
      other.close();
    }
  });

  it("takes what the engine keeps with a provider for no option", async () => {
    const kept = { version: "7.48.0", pluginDownloadURL: "https://example.com", __internal: { name: "aws" } };
    const checked = await client.send("checkConfig", { news: { region: "us-east-1", ...kept } });
    expect(checked["failuresList"]).to.deep.equal([]);
    const diff = await client.send("diffConfig", { oldInputs: kept, news: { version: "7.49.0", __internal: {} } });
    expect(diff).to.deep.include({ changes: 1, replacesList: [] });
  });

  it("reads options that are secret, and those that are JSON text", async () => {
    const secret = (value: Json): JsonObject => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value,
    });
    const topic = { urn: "urn:pulumi:dev::recorded::aws:sns/topic:Topic::t", news: {} };
    for (const defaultTags of [secret('{"tags":{"team":"orders"}}'), { tags: secret({ team: secret("orders") }) }]) {
      await client.send("configure", { args: { defaultTags, skipCredentialsValidation: "true" } });
      const { inputs } = await client.send("check", topic);
      expect(inputs).to.deep.include({ tagsAll: { team: "orders" } });
    }
  });

  it("replaces a provider in another region", async () => {
    const diff = await client.send("diffConfig", {
      oldInputs: { region: "us-east-1", version: "1" },
      news: { region: "eu-west-1", version: "2" },
    });
    expect(diff).to.deep.include({ replacesList: ["region"], changes: 2 });
  });

  for (const [oldInputs, news] of [
    [{}, { region: "us-east-1" }],
    [{ region: "us-east-1" }, {}],
    [{ region: "us-east-1" }, { region: UNKNOWN }],
  ] as const) {
    it(`replaces nothing where the region stays: ${JSON.stringify(oldInputs)} → ${JSON.stringify(news)}`, async () => {
      const diff = await client.send("diffConfig", { oldInputs, news });
      expect(diff).to.deep.include({ replacesList: [], diffsList: ["region"], changes: 2 });
    });
  }
});

/** Things that a recorded run takes for granted. */
function seed(cloud: FakeCloud, calls: readonly RecordedCall[]): void {
  for (const { call, request } of calls) {
    if (call !== "read") continue;
    const id = String(request["id"]);
    const type = String(request["type"]);
    const { inputs } = request;
    cloud.things.set(id, { type, id, inputs: isObject(inputs) ? inputs : {} });
  }
}

/** The same fields with values of the same kind; diffs come to the same conclusion. */
function sameShape({ n, call, response }: RecordedCall, answer: JsonObject): void {
  const about = `call ${n}, ${call}`;
  expect(Object.keys(answer), about).to.include.members(Object.keys(response));
  for (const [field, value] of Object.entries(response)) {
    expect(kind(answer[field]), `${about}: ${field}`).to.equal(kind(value));
  }
  switch (call) {
    case "handshake":
    case "configure":
      // Unlike the provider of the recordings, that of AWS takes `pulumi:autonaming`.
      expect(answer, about).to.deep.include({ ...response, supportsAutonamingConfiguration: true });
      break;
    case "getPluginInfo":
      expect(answer, about).to.deep.include(response);
      break;
    case "check":
    case "checkConfig":
      expect(answer["failuresList"], about).to.deep.equal([]);
      expect(Object.keys(answer["inputs"] ?? {}), about).to.include.members(Object.keys(response["inputs"] ?? {}));
      break;
    case "diff":
      expect(answer["changes"], about).to.equal(response["changes"]);
      expect(answer["replacesList"], about).to.deep.equal(response["replacesList"]);
      break;
    case "create":
      expect(answer["id"] === "", about).to.equal(response["id"] === "");
      break;
    default:
  }
}

function kind(value: Json | undefined): string {
  return Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
}

/** The resource in a failure's details, read as grpc-go reads them. */
function initFailure(error: unknown): InstanceType<typeof providerPb.ErrorResourceInitFailed> {
  const [bytes] = isMetadata(error) ? error.metadata.get("grpc-status-details-bin") : [];
  if (!(bytes instanceof Uint8Array)) throw new Error("no details");
  const failure = statusPb.Status.deserializeBinary(bytes);
  expect(failure.getCode()).to.equal(status.UNKNOWN);
  const [details] = failure.getDetailsList();
  expect(details?.getTypeUrl()).to.equal("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  return providerPb.ErrorResourceInitFailed.deserializeBinary(details?.getValue_asU8() ?? new Uint8Array());
}

function isMetadata(error: unknown): error is { metadata: { get(name: string): unknown[] } } {
  return error instanceof Error && "metadata" in error;
}
