import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Client, credentials, type ServiceError } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";

/** One call of the real CLI, and what a provider that knows no constraints answered. */
export interface RecordedCall {
  readonly n: number;
  readonly call: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
}

/** The calls of one CLI command, in order (`tests/cases/pulumi-engine`). */
export function recording(name: string): readonly RecordedCall[] {
  const file = new URL(`../../cases/pulumi-engine/${name}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line): RecordedCall => JSON.parse(line));
}

interface Message {
  serializeBinary(): Uint8Array;
  toObject(): JsonObject;
}

type MessageClass = new () => Message & Record<string, (...args: unknown[]) => unknown>;

/** The generated messages by package-local name; their setters are found by name, so types do not help here. */
const messages: Readonly<Record<string, MessageClass | undefined>> = {
  ...createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb.js"),
  ...createRequire(import.meta.url)("@pulumi/pulumi/proto/plugin_pb.js"),
  ...createRequire(import.meta.url)("google-protobuf/google/protobuf/empty_pb.js"),
};

const REQUESTS: Readonly<Record<string, string>> = {
  handshake: "ProviderHandshakeRequest",
  attach: "PluginAttach",
  getPluginInfo: "Empty",
  checkConfig: "CheckRequest",
  diffConfig: "DiffRequest",
  configure: "ConfigureRequest",
  cancel: "Empty",
};

/** Fields that are `google.protobuf.Struct`, which the recordings hold as plain JSON. */
const STRUCTS = new Set(["olds", "news", "oldInputs", "args", "properties", "inputs", "return"]);

/** Speaks to a provider as the CLI does. */
export class RecordedClient {
  readonly #client: Client;

  constructor(port: number) {
    // Each of the CLI's clients has a connection of its own; this library would share one.
    const options = { "grpc.use_local_subchannel_pool": 1 };
    this.#client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  }

  /** Sends a recorded request; the answer has the form of the recordings. */
  send(call: string, request: JsonObject): Promise<JsonObject> {
    const message = messageOf(call, request);
    const service: Readonly<Record<string, { path: string; responseDeserialize: (bytes: Buffer) => Message }>> =
      providerGrpc.ResourceProviderService as never;
    const method = service[call];
    if (method === undefined) throw new Error(`no method ${call}`);
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, response?: Message): void => {
        if (error !== null || response === undefined) reject(error);
        else resolve(plainAnswer(response));
      };
      const serialize = (value: Message): Buffer => Buffer.from(value.serializeBinary());
      this.#client.makeUnaryRequest(method.path, serialize, method.responseDeserialize, message, done);
    });
  }

  close(): void {
    this.#client.close();
  }
}

function messageOf(call: string, request: JsonObject): Message {
  const name = REQUESTS[call] ?? `${call.charAt(0).toUpperCase()}${call.slice(1)}Request`;
  const Class = messages[name];
  if (Class === undefined) throw new Error(`no message ${name}`);
  const message = new Class();
  for (const [field, value] of Object.entries(request)) set(message, field, value ?? null);
  return message;
}

function set(message: Record<string, (...args: unknown[]) => unknown>, field: string, value: Json): void {
  const accessor = field.charAt(0).toUpperCase() + field.slice(1);
  if (field.endsWith("Map") && Array.isArray(value)) {
    const map = message[`get${accessor}`]?.call(message);
    for (const entry of value)
      if (map instanceof Object && Array.isArray(entry)) Reflect.get(map, "set").call(map, ...entry);
    return;
  }
  const setter = message[`set${accessor}`];
  if (setter === undefined) throw new Error(`no setter for ${field}`);
  if (STRUCTS.has(field) && isObject(value)) setter.call(message, structPb.Struct.fromJavaScript(value as never));
  else setter.call(message, value);
}

function plainAnswer(message: Message): JsonObject {
  const result: Record<string, Json | undefined> = { ...message.toObject() };
  for (const field of STRUCTS) {
    const getter = Reflect.get(message, `get${field.charAt(0).toUpperCase()}${field.slice(1)}`);
    if (typeof getter !== "function") continue;
    const struct: unknown = getter.call(message);
    if (struct instanceof structPb.Struct) result[field] = struct.toJavaScript() as Json;
  }
  return result;
}
