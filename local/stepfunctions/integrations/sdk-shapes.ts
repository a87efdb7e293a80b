import type { Shape, Structure } from "../../asl/resource/api-model.ts";
import { formatTimestamp } from "../../asl/timestamps.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";

/**
 * A Task's arguments as the service's wire has them: the API's own names, epoch seconds for ISO timestamps, Base64 for text
 * where the API wants a blob. The keys of maps are data and stay.
 */
export function toWire(value: JsonObject, { members }: Structure): JsonObject {
  const wire: Record<string, Json | undefined> = {};
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const member = members.get(name);
    wire[member?.wire ?? name] = member === undefined ? given : memberToWire(given, member.shape);
  }
  return wire;
}

function memberToWire(value: Json, shape: Shape): Json {
  if (value === null) return value;
  switch (shape.kind) {
    case "timestamp":
      return typeof value === "string" ? Date.parse(value) / 1000 : value;
    case "blob":
      return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
    default:
      return within(value, shape, memberToWire, toWire);
  }
}

/**
 * A service's answer as Step Functions shows it: what the API models, PascalCase at every level, keys in alphabetical order
 * as the Java SDK's beans print them.
 *
 * @param date what becomes of a timestamp, given in epoch seconds.
 */
export function fromWire(value: JsonObject, structure: Structure, date: (seconds: number) => Json): JsonObject {
  const memberFromWire = (member: Json, shape: Shape): Json => {
    if (typeof member === "number" && shape.kind === "timestamp") return date(member);
    if (typeof member === "string" && shape.kind === "blob") return Buffer.from(member, "base64").toString();
    return within(member, shape, memberFromWire, structureFromWire);
  };
  const structureFromWire = (object: JsonObject, { members }: Structure): JsonObject => {
    const entries: [string, Json][] = [];
    for (const [name, { wire, shape }] of members) {
      const member = object[wire];
      if (member !== undefined) entries.push([name, memberFromWire(member, shape)]);
    }
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  return structureFromWire(value, structure);
}

/** Goes into what has members of its own; a value that is not of its shape stays as it is. */
function within(
  value: Json,
  shape: Shape,
  convert: (value: Json, shape: Shape) => Json,
  convertStructure: (value: JsonObject, structure: Structure) => JsonObject,
): Json {
  if (shape.kind === "structure") return isObject(value) ? convertStructure(value, shape) : value;
  if (shape.kind === "list") return Array.isArray(value) ? value.map((item: Json) => convert(item, shape.item)) : value;
  if (shape.kind !== "map" || !isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member = null]) => [key, convert(member, shape.value)]);
  return Object.fromEntries(entries) as JsonObject;
}

/** Epoch seconds as Java's Instant prints them. */
export function isoTimestamp(seconds: number): string {
  return formatTimestamp(Math.round(seconds * 1000));
}
