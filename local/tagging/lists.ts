import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Ask } from "./tagged-resource.ts";

/**
 * All items of a paged list.
 *
 * @param member the output member that holds the items.
 * @param token the member that holds the next page's token in the output and, unless `tokenIn` differs, in the input.
 */
export async function* listed(
  ask: Ask,
  operation: string,
  member: string,
  { token = "NextToken", tokenIn = token, input = {} }: { token?: string; tokenIn?: string; input?: JsonObject } = {},
): AsyncGenerator<Json> {
  let next: Json | undefined;
  do {
    const output: JsonObject = await ask(operation, next === undefined ? input : { ...input, [tokenIn]: next });
    const items = output[member];
    if (Array.isArray(items)) yield* items as readonly Json[];
    next = output[token] ?? undefined;
  } while (next !== undefined && next !== "");
}

/** A member that holds text; empty when it does not. */
export function textOf(value: Json | undefined, member: string): string {
  const text = isObject(value) ? value[member] : undefined;
  return typeof text === "string" ? text : "";
}

/** A map of tags. */
export function tagMap(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, String(content)]));
}

/** A list of `{Key, Value}` (or `{key, value}`) as a map. */
export function tagList(value: Json | undefined): Readonly<Record<string, string>> {
  const tags = Array.isArray(value) ? (value as readonly Json[]) : [];
  return Object.fromEntries(
    tags.map((tag) => [textOf(tag, "Key") || textOf(tag, "key"), textOf(tag, "Value") || textOf(tag, "value")]),
  );
}
