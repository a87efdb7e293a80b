import { AwsError } from "../aws/error.ts";
import { compilePattern, type EventPattern } from "../events/pattern/pattern.ts";
import { isObject, type Json, type JsonObject, parseJson, parseObject } from "../json.ts";
import { invalidParameter } from "./errors.ts";
import { filterPolicyExcess } from "./filter-policy-limits.ts";
import { messageFor, type Publication } from "./publication.ts";
import type { Subscription } from "./topics.ts";

/**
 * Compiles a subscription's filter policy; undefined when it has none and takes every message. The grammar is
 * EventBridge's (SNSDG/sns-subscription-filter-policies).
 *
 * @param refuse words a refusal for the operation under way.
 * @throws AwsError `InvalidParameter`
 */
export function compileFilterPolicy(
  attributes: Readonly<Record<string, string>>,
  refuse: (what: string) => AwsError = invalidParameter,
): EventPattern | undefined {
  const policy = attributes["FilterPolicy"];
  if (policy === undefined || policy === "") return undefined;
  const parsed = parseJson(policy);
  if (parsed === undefined) throw refuse("FilterPolicy: failed to parse JSON.");
  if (isObject(parsed)) {
    if (Object.keys(parsed).length === 0) return undefined;
    const excess = filterPolicyExcess(parsed, attributes["FilterPolicyScope"] === "MessageBody");
    if (excess !== undefined) throw refuse(excess);
  }
  try {
    return compilePattern(policy);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refuse(`FilterPolicy: ${error.message.replace("Event pattern is not valid. Reason: ", "")}`);
  }
}

/**
 * What a filter policy sees of a message: its attributes, or its body; undefined for a body that is not a JSON object,
 * which no policy matches.
 */
export function filterable(
  publication: Publication,
  { attributes, protocol }: Pick<Subscription, "attributes" | "protocol">,
): JsonObject | undefined {
  if (attributes["FilterPolicyScope"] === "MessageBody") {
    return parseObject(messageFor(publication, protocol));
  }
  const values: Record<string, Json> = {};
  for (const [name, attribute] of Object.entries(publication.attributes)) {
    const type = attribute.DataType ?? "";
    const text = attribute.StringValue ?? "";
    // Binary attributes are not compared.
    if (type.startsWith("Number")) values[name] = Number(text);
    else if (type.startsWith("String.Array")) values[name] = parseJson(text) ?? null;
    else if (type.startsWith("String")) values[name] = text;
  }
  return values;
}
