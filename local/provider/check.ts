import { type Autonaming, autoName } from "./auto-name.ts";
import { checkProperties } from "./check-properties.ts";
import { concealed } from "./concealed.ts";
import type { CheckFailure, Properties, ResourceHandler } from "./handler.ts";
import { parsePath } from "./property-path.ts";
import type { ResourceSchema } from "./schema.ts";
import { mergedTags, wrongTags } from "./tags.ts";
import {
  fromPlain,
  hasUnknown,
  isList,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  reveal,
  Unknown,
} from "./values.ts";

/** The member of checked inputs that lists which properties the provider chose itself, as the Terraform bridge keeps it. */
export const DEFAULTS = "__defaults";

/** What the engine asks before a resource is made or changed. */
export interface CheckRequest {
  readonly logicalName: string;
  /** The checked inputs of the last run; empty for a new resource. */
  readonly olds: PropertyMap;
  readonly news: PropertyMap;
  readonly randomSeed: Uint8Array;
  /** Undefined where the project leaves names to the provider. */
  readonly autonaming?: Autonaming | undefined;
  /** The provider's own tags, added to those of every taggable resource. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** Inputs with names, defaults and tags filled in, and everything that is wrong with them. */
export interface CheckResult {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

/**
 * Checks a resource's inputs against its schema and its handler's own constraints; all failures at once, so that a
 * program is mended in one round.
 */
export function checkResource(schema: ResourceSchema, handler: ResourceHandler, request: CheckRequest): CheckResult {
  const failures: CheckFailure[] = [];
  const chosen: string[] = [];
  const { [DEFAULTS]: _, tagsAll: __, ...given } = request.news;
  const inputs: Record<string, PropertyValue> = checkProperties(schema.inputs, given, [], failures);

  nameResource(schema, request, inputs, chosen, failures);
  fillDefaults(schema, inputs, chosen);
  exclusions(schema, inputs, Object.keys(request.olds).length === 0, failures);
  if (schema.taggable === true) {
    const all = mergedTags(inputs["tags"], request.defaultTags);
    if (all !== undefined) inputs["tagsAll"] = all;
    failures.push(...wrongTags(inputs["tags"]));
  }
  if (handler.check !== undefined) failures.push(...checkCombinations(handler.check, inputs, failures));
  if (chosen.length > 0) inputs[DEFAULTS] = chosen.sort();
  return { inputs, failures: failures.map((failure) => withoutSecrets(failure, request.news)) };
}

function withoutSecrets({ property, reason }: CheckFailure, news: PropertyMap): CheckFailure {
  return { property, reason: concealed(reason, news) };
}

/**
 * What the handler finds wrong with several properties together. It sees those that are right by themselves and known to the
 * last part: a preview does not refuse what it does not know.
 */
function checkCombinations(
  check: NonNullable<ResourceHandler["check"]>,
  inputs: PropertyMap,
  failures: readonly CheckFailure[],
): readonly CheckFailure[] {
  const wrong = new Set(failures.map(({ property }) => String(parsePath(property)[0])));
  const known: Record<string, PropertyValue | undefined> = {};
  const unknown = new Set(wrong);
  for (const [name, value] of Object.entries(inputs)) {
    if (hasUnknown(value)) unknown.add(name);
    else if (!wrong.has(name)) known[name] = value;
  }
  return check(plainMap(known) as Properties, unknown);
}

/** The properties that the provider chose itself when these inputs were checked. */
export function chosenByProvider(inputs: PropertyMap): ReadonlySet<string> {
  const names = inputs[DEFAULTS];
  return new Set(isList(names) ? names.filter((name) => typeof name === "string") : []);
}

/** Keeps the old automatic name, so that a name changes only when the resource is replaced. */
function nameResource(
  schema: ResourceSchema,
  request: CheckRequest,
  inputs: Record<string, PropertyValue>,
  chosen: string[],
  failures: CheckFailure[],
): void {
  const rule = schema.autoname;
  if (rule === undefined || inputs[rule.property] !== undefined) return;
  if (inputs[`${rule.property}Prefix`] !== undefined) return;
  const old = request.olds[rule.property];
  chosen.push(rule.property);
  if (typeof old === "string" && chosenByProvider(request.olds).has(rule.property)) {
    inputs[rule.property] = old;
    return;
  }
  const { logicalName, randomSeed, autonaming } = request;
  const named = autoName(rule, { logicalName, randomSeed, autonaming, inputs });
  if ("problem" in named) {
    failures.push({ property: rule.property, reason: named.problem });
    return;
  }
  const property = schema.inputs[rule.property];
  Object.assign(
    inputs,
    checkProperties(
      property === undefined ? {} : { [rule.property]: property },
      { [rule.property]: named.name },
      [],
      failures,
    ),
  );
}

function fillDefaults(schema: ResourceSchema, inputs: Record<string, PropertyValue>, chosen: string[]): void {
  for (const [name, property] of Object.entries(schema.inputs)) {
    if (property.default === undefined || inputs[name] !== undefined || excluded(schema, inputs, name)) continue;
    if (property.requiredWith?.some((other) => inputs[other] === undefined)) continue;
    inputs[name] = fromPlain(property.default);
    chosen.push(name);
  }
}

/** Whether another property that rules this one out is set: its default must not contradict the program. */
function excluded(schema: ResourceSchema, inputs: PropertyMap, name: string): boolean {
  const rivals = [...(schema.conflictsWith ?? []), ...(schema.exactlyOneOf ?? [])].filter((group) =>
    group.includes(name),
  );
  return rivals.some((group) => group.some((other) => other !== name && inputs[other] !== undefined));
}

function exclusions(schema: ResourceSchema, inputs: PropertyMap, isNew: boolean, failures: CheckFailure[]): void {
  const isSet = (name: string): boolean => inputs[name] !== undefined;
  // What is not known yet may turn out to be unset: Terraform's SDK waits too (helper/schema `validateConflictingAttributes`).
  const isKnown = (name: string): boolean => isSet(name) && !(reveal(inputs[name]) instanceof Unknown);
  for (const group of schema.conflictsWith ?? []) {
    const [first, ...rivals] = group.filter(isKnown);
    if (first === undefined || rivals.length === 0) continue;
    failures.push({ property: first, reason: `conflicts with ${rivals.join(" and ")}: set one of them` });
  }
  for (const group of schema.exactlyOneOf ?? []) {
    const set = group.filter(isKnown);
    if (set.length === 1 || (set.length === 0 && group.some(isSet))) continue;
    // What AWS gives back to no import need not be said of a resource that is there (pulumi/pulumi-aws#3420).
    if (set.length === 0 && !isNew && group.some((name) => schema.inputs[name]?.type === "archive")) continue;
    const found = set.length === 0 ? "none is set" : `${set.join(" and ")} are set`;
    failures.push({ property: group[0] ?? "", reason: `exactly one of ${group.join(", ")} must be set, but ${found}` });
  }
  for (const [name, property] of Object.entries(schema.inputs)) {
    const missing = isSet(name) ? property.requiredWith?.filter((other) => !isSet(other)) : undefined;
    if (missing !== undefined && missing.length > 0) {
      failures.push({ property: name, reason: `needs ${missing.join(" and ")} as well` });
    }
  }
}
