import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { JsonObject } from "../json.ts";
import { type DecodeOptions, decodeProperties, type EncodeOptions, encodeProperties } from "./property-bag.ts";
import type { PropertyMap } from "./values.ts";

/** The protocol's form of properties. */
export type Struct = structPb.Struct;

/** Reads properties from a protocol message; an absent field is empty. */
export function fromStruct(struct: Struct | undefined, options: DecodeOptions): PropertyMap {
  return struct === undefined ? {} : decodeProperties(struct.toJavaScript() as JsonObject, options);
}

/** Writes properties for a protocol message. */
export function toStruct(properties: PropertyMap, options: EncodeOptions): Struct {
  return structPb.Struct.fromJavaScript(encodeProperties(properties, options) as Record<string, never>);
}
