import { AwsError } from "../aws/error.ts";
import { compilePattern, type EventPattern } from "../events/pattern/pattern.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { invalidParameter } from "./errors.ts";
import type { Publication } from "./publication.ts";

/**
 * Compiles a subscription's filter policy; undefined when it has none and takes every message. The grammar is
 * EventBridge's (SNSDG/sns-subscription-filter-policies).
 *
 * @throws AwsError `InvalidParameter`
 */
export function compileFilterPolicy(attributes: Readonly<Record<string, string>>): EventPattern | undefined {
  const policy = attributes["FilterPolicy"];
  if (policy === undefined || policy === "" || policy === "{}") return undefined;
  try {
    return compilePattern(policy);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = error.message.replace("Event pattern is not valid. Reason: ", "");
    throw invalidParameter(`FilterPolicy: ${reason}`);
  }
}

/**
 * What a filter policy sees of a message: its attributes, or its body; undefined for a body that is not a JSON object,
 * which no policy matches.
 */
export function filterable(publication: Publication, scope: string | undefined): JsonObject | undefined {
  if (scope === "MessageBody") {
    const body = parse(publication.message);
    return isObject(body) ? body : undefined;
  }
  const values: Record<string, Json> = {};
  for (const [name, attribute] of Object.entries(publication.attributes)) {
    const type = attribute.DataType ?? "";
    const text = attribute.StringValue ?? "";
    // Binary attributes are not compared.
    if (type.startsWith("Number")) values[name] = Number(text);
    else if (type.startsWith("String.Array")) values[name] = (parse(text) ?? null) as Json;
    else if (type.startsWith("String")) values[name] = text;
  }
  return values;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
