import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { SdkService } from "./sdk-model.ts";

/**
 * A Task's arguments as the service's wire has them: PascalCase becomes the API's own case (the keys of maps are data
 * and stay), ISO timestamps become epoch seconds, text becomes base64 where the API wants a blob.
 */
export function toWire(value: JsonObject, model: SdkService): JsonObject {
  const wire: Record<string, Json | undefined> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const key = model.camelCase ? name.charAt(0).toLowerCase() + name.slice(1) : name;
    wire[key] = memberToWire(key, member, model);
  }
  return wire;
}

function memberToWire(name: string, value: Json, model: SdkService): Json {
  if (model.timestamps.has(name) && typeof value === "string") return Date.parse(value) / 1000;
  if (model.blobs.has(name)) {
    return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
  }
  if (model.maps.has(name)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? toWire(item, model) : item));
  return isObject(value) ? toWire(value, model) : value;
}

/**
 * A service's answer as Step Functions shows it: PascalCase at every level, keys in alphabetical order as the Java
 * SDK's beans print them.
 *
 * @param date what becomes of a timestamp, given in epoch seconds.
 */
export function fromWire(value: JsonObject, model: SdkService, date: (seconds: number) => Json): JsonObject {
  const entries: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    // `__type` is the protocol's, not the model's.
    if (member === undefined || name === "__type") continue;
    const key = model.camelCase ? name.charAt(0).toUpperCase() + name.slice(1) : name;
    entries.push([key, memberFromWire(name, member, model, date)]);
  }
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function memberFromWire(name: string, value: Json, model: SdkService, date: (seconds: number) => Json): Json {
  if (typeof value === "number" && model.timestamps.has(name)) return date(value);
  if (typeof value === "string" && model.blobs.has(name)) return Buffer.from(value, "base64").toString();
  if (model.maps.has(name)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? fromWire(item, model, date) : item));
  return isObject(value) ? fromWire(value, model, date) : value;
}

/** Epoch seconds as Java's Instant prints them: milliseconds only where there are any. */
export function isoTimestamp(seconds: number): string {
  const text = new Date(Math.round(seconds * 1000)).toISOString();
  return text.endsWith(".000Z") ? `${text.slice(0, -5)}Z` : text;
}
