import type { Json, JsonObject } from "../../json.ts";
import type { Properties } from "../handler.ts";

/** Pulumi's property → API Gateway's member, for one type. */
export type Members = Readonly<Record<string, string>>;

/** Properties whose removed keys have to be sent as empty texts for them to go. */
const MAPS_WITHOUT_GAPS = new Set(["requestParameters", "stageVariables"]);

/** The members of a create request. */
export function toMembers(inputs: Properties, members: Members): JsonObject {
  const result: Record<string, Json> = {};
  for (const [property, member] of Object.entries(members)) {
    const value = inputs[property];
    if (value !== undefined && value !== null) result[member] = value as Json;
  }
  return result;
}

/** The members of an update request: what is gone is sent empty, as the provider for AWS does. */
export function toChanges(olds: Properties, news: Properties, members: Members): JsonObject {
  const result: Record<string, Json> = { ...(toMembers(news, members) as Record<string, Json>) };
  for (const [property, member] of Object.entries(members)) {
    const before = olds[property];
    const after = news[property];
    if (before === undefined || before === null) continue;
    if (isMap(before)) {
      const gone = MAPS_WITHOUT_GAPS.has(property) ? Object.keys(before).map((key) => [key, ""] as const) : [];
      result[member] = { ...Object.fromEntries(gone), ...(isMap(after) ? after : {}) };
    } else if (after === undefined || after === null) {
      const nothing = emptyLike(before);
      if (nothing !== undefined) result[member] = nothing;
    }
  }
  return result;
}

/** What takes a value back: nothing does with a number, which stays as it is until another is given. */
function emptyLike(before: unknown): Json | undefined {
  if (Array.isArray(before)) return [];
  switch (typeof before) {
    case "string":
      return "";
    case "boolean":
      return false;
    default:
      return undefined;
  }
}

/** The properties of what API Gateway answers. */
export function fromMembers(answer: JsonObject, members: Members): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [property, member] of Object.entries(members)) {
    if (answer[member] !== undefined) result[property] = answer[member];
  }
  return result;
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
