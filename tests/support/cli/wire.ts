import { createHash } from "node:crypto";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { UNKNOWN_TEXT } from "../../../local/provider/property-bag.ts";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const ASSETS = new Set(["c44067f5952c0a294b673a41bacd8c17", ARCHIVE]);

/** What the engine leaves in when it sends properties to a provider. */
export interface MarshalOptions {
  readonly unknowns: boolean;
  readonly assetContents: boolean;
}

/** `MarshalProperties` in pulumi/pulumi sdk/go/common/resource/plugin/rpc.go, for what has the form of the wire already. */
export function marshal(properties: JsonObject, options: MarshalOptions): JsonObject {
  const entries = Object.entries(properties).flatMap(([name, value]): [string, Json][] => {
    const sent = value === undefined ? undefined : marshalValue(value, options);
    return sent === undefined ? [] : [[name, sent]];
  });
  return Object.fromEntries(entries);
}

function marshalValue(value: Json, options: MarshalOptions): Json | undefined {
  if (value === UNKNOWN_TEXT) return options.unknowns ? value : undefined;
  if (isList(value)) return value.map((item) => marshalValue(item, options)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (ASSETS.has(String(value[SIGNATURE])) && !options.assetContents) {
    return { [SIGNATURE]: value[SIGNATURE] ?? null, hash: value["hash"] ?? "" };
  }
  return marshal(value, options);
}

/** What a program registers, with the hashes of its assets, which the engine computes. */
export function withHashes(value: JsonObject): JsonObject;
export function withHashes(value: Json): Json;
export function withHashes(value: Json): Json {
  if (isList(value)) return value.map(withHashes);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withHashes(member ?? null)] as const);
  const result: JsonObject = Object.fromEntries(members);
  if (!ASSETS.has(String(value[SIGNATURE]))) return result;
  return { ...result, hash: createHash("sha256").update(JSON.stringify(value)).digest("hex") };
}

/** What the engine makes of archives that come back without contents: it takes them for ones without files. */
export function withoutContents(properties: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(properties), (_, value: Json) =>
    isObject(value) && value[SIGNATURE] === ARCHIVE ? { assets: {}, ...value } : value,
  );
}

/** What anybody may see of it. */
export function withoutSecrets(properties: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(properties), (_, value: Json) =>
    isObject(value) && value[SIGNATURE] === SECRET ? "[secret]" : value,
  );
}

/** Whether any part is not known yet. */
export function hasUnknown(value: Json | undefined): boolean {
  if (value === UNKNOWN_TEXT) return true;
  if (value !== undefined && isList(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** What stands in this place; what is unknown or secret stands for all that may be in it (`getProperty` in pkg/engine/detailedDiff.go). */
export function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined || value === UNKNOWN_TEXT) return value;
  if (isObject(value) && value[SIGNATURE] === SECRET) return value;
  if (value !== undefined && isList(value)) return typeof step === "number" ? valueAt(value[step], rest) : undefined;
  return isObject(value) ? valueAt(value[step], rest) : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
