import type { InputTransformer, Target } from "@aws-sdk/client-eventbridge";
import { isObject, type Json, type JsonObject, type Wire } from "../json.ts";
import type { BusEvent } from "./event.ts";

/** A transformer whose result is not JSON. */
export class InvalidInputError extends Error {}

/** What the reserved variables of a transformer stand for. */
export interface InputContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge took the event, in milliseconds. */
  readonly ingestedAt: number;
}

/**
 * What a target receives: the whole event, a constant, a part of it, or what a transformer makes of it
 * (EBUG/eb-transform-target-input).
 *
 * @returns JSON text.
 * @throws InvalidInputError when a transformer's result is not JSON, because a value with a quote broke it.
 */
export function targetInput(target: Wire<Target>, event: BusEvent, context: InputContext): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(event, target.InputPath) ?? {});
  if (target.InputTransformer !== undefined) return transform(target.InputTransformer, event, context);
  return JSON.stringify(event);
}

function transform(transformer: Wire<InputTransformer>, event: BusEvent, context: InputContext): string {
  const template = transformer.InputTemplate ?? "";
  const values = new Map<string, Json>(reserved(event, context));
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {})) {
    const value = at(event, path);
    if (value !== undefined) values.set(name, value);
  }
  const text = fill(template, values);
  const lines = text.trim();
  if (!lines.startsWith('"')) return minified(lines, template);
  // A string template: one quoted text, or several quoted lines.
  const parts = lines.split(/\r?\n/).map((line) => line.trim());
  const texts = parts.map((part) => JSON.parse(minified(part, template)) as Json);
  return texts.length === 1 ? minified(lines, template) : texts.map((part) => `${JSON.stringify(part)}`).join("\n");
}

function reserved(event: BusEvent, context: InputContext): [string, Json][] {
  const { detail: _detail, ...withoutDetail } = event;
  return [
    ["aws.events.rule-arn", context.ruleArn],
    ["aws.events.rule-name", context.ruleName],
    ["aws.events.event", withoutDetail as unknown as Json],
    ["aws.events.event.json", event as unknown as Json],
    ["aws.events.event.ingestion-time", new Date(context.ingestedAt).toISOString()],
  ];
}

/**
 * Puts values in place of `<name>`: inside quotes the bare text, outside as JSON. Nothing is escaped, as on AWS. A
 * variable without a value disappears.
 */
function fill(template: string, values: ReadonlyMap<string, Json>): string {
  let quoted = false;
  let result = "";
  for (let offset = 0; offset < template.length; offset++) {
    const character = template[offset] ?? "";
    if (character === "\\") {
      result += character + (template[++offset] ?? "");
      continue;
    }
    if (character === '"') quoted = !quoted;
    const name = character === "<" ? /^<([A-Za-z0-9_.-]+)>/.exec(template.slice(offset, offset + 260))?.[1] : undefined;
    if (name === undefined) {
      result += character;
      continue;
    }
    offset += name.length + 1;
    const value = values.get(name);
    if (value === undefined) result += quoted ? "" : '""';
    else if (quoted) result += typeof value === "string" ? value : JSON.stringify(value);
    else result += JSON.stringify(value);
  }
  return result;
}

function minified(text: string, template: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new InvalidInputError(
      `the input template ${JSON.stringify(template)} renders ${JSON.stringify(text)}, which is not JSON: values are inserted without escaping`,
    );
  }
}

/** The value at a simple path: `$`, `$.a.b`, `$.a[0]`, `$.a['b']`. */
function at(event: BusEvent, path: string): Json | undefined {
  let value: Json | undefined = event as unknown as JsonObject;
  for (const step of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g)) {
    const name = step[1] ?? step[3] ?? step[4];
    if (name !== undefined) value = isObject(value) ? value[name] : undefined;
    else value = Array.isArray(value) ? value[Number(step[2])] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}
