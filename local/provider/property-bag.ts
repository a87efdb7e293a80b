import { isAbsolute, resolve } from "node:path";
import type { Json, JsonObject } from "../json.ts";
import { Archive, type ArchiveSource, Asset, type AssetSource, type FilePath } from "./assets.ts";
import { isList, type PropertyMap, type PropertyValue, ResourceReference, Secret, UNKNOWN, Unknown } from "./values.ts";

/** The member that makes an object on the wire something else (`@pulumi/pulumi/runtime/rpc`, `specialSigKey`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The text that stands for a value not known yet: the only form the Node.js SDK and our provider send. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The same for other types of value, which the protocol allows. */
const UNKNOWN_TEXTS = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** How values are read from the wire. */
export interface DecodeOptions {
  /** The folder that relative asset paths start from. */
  readonly assetsFrom: string;
}

/** Properties as the protocol carries them (a `google.protobuf.Struct` as plain JSON) → property values. */
export function decodeProperties(wire: JsonObject, options: DecodeOptions): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(wire)) {
    if (value !== undefined) result[name] = decode(value, options);
  }
  return result;
}

function decode(wire: Json, options: DecodeOptions): PropertyValue {
  if (typeof wire === "string") return UNKNOWN_TEXTS.has(wire) ? UNKNOWN : wire;
  if (typeof wire !== "object" || wire === null) return wire;
  if (isArray(wire)) return wire.map((item) => decode(item, options));
  return SIGNATURE in wire ? decodeSpecial(wire, options) : decodeProperties(wire, options);
}

function decodeSpecial(wire: JsonObject, options: DecodeOptions): PropertyValue {
  const inner = (): PropertyValue => decode(wire["value"] ?? null, options);
  switch (wire[SIGNATURE]) {
    case SECRET:
      return new Secret(inner());
    case OUTPUT: {
      const value = wire["value"] === undefined ? UNKNOWN : inner();
      return wire["secret"] === true ? new Secret(value) : value;
    }
    case RESOURCE: {
      const id = wire["id"];
      return new ResourceReference(text(wire["urn"]), id === undefined ? undefined : decodeId(text(id)));
    }
    case ASSET:
      return new Asset(assetSource(wire, options), text(wire["hash"]));
    case ARCHIVE:
      return new Archive(isPlaceholder(wire) ? { gone: true } : archiveSource(wire, options), text(wire["hash"]));
    default:
      throw new Error(`a value of the unknown kind ${String(wire[SIGNATURE])} was sent; update the local runtime`);
  }
}

/** An id as the protocol sends it: the empty one and the unknown one are not known yet. */
function decodeId(id: string): string | Unknown {
  return id === "" || UNKNOWN_TEXTS.has(id) ? UNKNOWN : id;
}

function assetSource(wire: JsonObject, options: DecodeOptions): AssetSource {
  const { text: content, path, uri } = wire;
  if (typeof path === "string" && path !== "") return filePath(path, options);
  if (typeof uri === "string" && uri !== "") return { uri };
  return typeof content === "string" ? { text: content } : { gone: true };
}

function archiveSource(wire: JsonObject, options: DecodeOptions): ArchiveSource {
  const { assets, path, uri } = wire;
  if (typeof path === "string" && path !== "") return filePath(path, options);
  if (typeof uri === "string" && uri !== "") return { uri };
  if (typeof assets !== "object" || assets === null || isArray(assets)) return { gone: true };
  const members: Record<string, Asset | Archive> = {};
  for (const [name, member] of Object.entries(decodeProperties(assets, options))) {
    if (!(member instanceof Asset || member instanceof Archive)) {
      throw new Error(`the archive's member "${name}" is neither an asset nor an archive`);
    }
    members[name] = member;
  }
  return { assets: members };
}

/** What the engine and this provider hash an archive to that has no files. */
const HASHES_OF_NOTHING = new Set([
  "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
  new Archive({ assets: {} }).hash,
]);

/**
 * An archive that was sent without its contents comes back from the engine without files, but with its hash
 * (`IsAssets` in pulumi/pulumi sdk/go/common/resource/archive/archive.go).
 */
function isPlaceholder({ assets, hash, path, uri }: JsonObject): boolean {
  const isEmpty = typeof assets === "object" && assets !== null && Object.keys(assets).length === 0;
  return isEmpty && text(path) === "" && text(uri) === "" && text(hash) !== "" && !HASHES_OF_NOTHING.has(text(hash));
}

function filePath(path: string, options: DecodeOptions): FilePath {
  return isAbsolute(path) ? { path } : { path: resolve(options.assetsFrom, path), given: path };
}

/** How values are written to the wire. */
export interface EncodeOptions {
  /** Secrets stay wrapped; without it they are sent bare, as to a peer that does not accept them. */
  readonly secrets: boolean;
  /** Assets are sent with what they contain; without it only their hashes, which is what a state keeps. */
  readonly assetContents: boolean;
}

/** Property values → what a `google.protobuf.Struct` holds, as plain JSON. */
export function encodeProperties(properties: PropertyMap, options: EncodeOptions): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) result[name] = encode(value, options);
  }
  return result;
}

function encode(value: PropertyValue, options: EncodeOptions): Json {
  // Protocol buffers refuse half a surrogate pair, and with it the whole message.
  if (typeof value === "string") return value.toWellFormed();
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => encode(item, options));
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof Secret) {
    const inner = encode(value.value, options);
    return options.secrets ? { [SIGNATURE]: SECRET, value: inner } : inner;
  }
  if (value instanceof ResourceReference) {
    if (value.id === undefined) return { [SIGNATURE]: RESOURCE, urn: value.urn };
    return { [SIGNATURE]: RESOURCE, urn: value.urn, id: value.id instanceof Unknown ? UNKNOWN_TEXT : value.id };
  }
  if (value instanceof Asset) {
    return { [SIGNATURE]: ASSET, hash: value.hash, ...(options.assetContents ? contents(value.source, options) : {}) };
  }
  if (value instanceof Archive) {
    return {
      [SIGNATURE]: ARCHIVE,
      hash: value.hash,
      ...(options.assetContents ? contents(value.source, options) : {}),
    };
  }
  return encodeProperties(value, options);
}

function contents(source: AssetSource | ArchiveSource, options: EncodeOptions): JsonObject {
  if ("assets" in source) return { assets: encodeProperties(source.assets, options) };
  if ("path" in source) return { path: source.given ?? source.path };
  return "gone" in source ? {} : source;
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
