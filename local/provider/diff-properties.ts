import type { Difference, DifferenceKind } from "./diff.ts";
import { equivalentJson, equivalentPolicies, functionName } from "./documents.ts";
import type { PropertyPath } from "./property-path.ts";
import type { PropertySchema, ResourceSchema } from "./schema.ts";
import { equal, fromPlain, isList, isMap, type PropertyMap, type PropertyValue, reveal, Unknown } from "./values.ts";

type Schemas = Readonly<Record<string, PropertySchema>>;

interface Walk {
  readonly region: string;
  readonly found: Difference[];
}

/** `tagsAll` is written by the check, not by programs; a change of the default tags shows there. */
const TAGS_ALL: PropertySchema = { type: "map", of: { type: "string" } };

/** The places where two sets of checked inputs differ. */
export function diffProperties(
  schema: ResourceSchema,
  olds: PropertyMap,
  news: PropertyMap,
  region: string,
): readonly Difference[] {
  const walk: Walk = { region, found: [] };
  const schemas = schema.taggable === true ? { ...schema.inputs, tagsAll: TAGS_ALL } : schema.inputs;
  diffMembers(schemas, olds, news, [], false, walk);
  return walk.found;
}

function diffMembers(
  schemas: Schemas,
  olds: PropertyMap,
  news: PropertyMap,
  path: PropertyPath,
  replace: boolean,
  walk: Walk,
): void {
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.computed === true) continue;
    diffValue(schema, olds[name], news[name], [...path, name], replace, walk);
  }
}

function diffValue(
  schema: PropertySchema,
  oldGiven: PropertyValue | undefined,
  newGiven: PropertyValue | undefined,
  path: PropertyPath,
  inherited: boolean,
  walk: Walk,
): void {
  const before = presence(schema, oldGiven);
  const after = presence(schema, newGiven);
  if (before === undefined && after === undefined) return;
  if (isAbsent(newGiven) && schema.filled === true) return;
  if (path.length === 1 && isAbsent(oldGiven) && isDefault(schema, newGiven)) return;
  const replace = inherited || replaces(schema, before, after, walk.region);
  if (before === undefined || after === undefined || after instanceof Unknown || before instanceof Unknown) {
    const kind = isAbsent(oldGiven) ? "add" : isAbsent(newGiven) ? "delete" : "update";
    if (schema.replace === "region" && !replace) return;
    add(walk, path, kind, replace);
  } else if (schema.type === "set" && isList(before) && isList(after)) {
    diffSet(schema.of, before, after, path, replace, walk);
  } else if (isList(before) && isList(after)) {
    diffList(schema.of, before, after, path, replace, walk);
  } else if (isMap(before) && isMap(after)) {
    diffMap(schema, before, after, path, replace, walk);
  } else if (!sameScalar(schema, before, after)) {
    add(walk, path, "update", replace);
  }
}

function diffMap(
  schema: PropertySchema,
  before: PropertyMap,
  after: PropertyMap,
  path: PropertyPath,
  replace: boolean,
  walk: Walk,
): void {
  if (schema.properties !== undefined) {
    diffMembers(schema.properties, before, after, path, replace, walk);
    return;
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of [...names].sort()) {
    // The value of a map counts even when it is empty: a tag without text is a tag.
    diffItem(schema.of, before[name] ?? undefined, after[name] ?? undefined, [...path, name], replace, walk);
  }
}

function diffList(
  item: PropertySchema | undefined,
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
  path: PropertyPath,
  replace: boolean,
  walk: Walk,
): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    diffItem(item, before[index], after[index], [...path, index], replace, walk);
  }
}

/** Items are known by what they are: what is on one side only was taken out or put in, wherever it stood. */
function diffSet(
  item: PropertySchema | undefined,
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
  path: PropertyPath,
  replace: boolean,
  walk: Walk,
): void {
  const same = (left: PropertyValue, right: PropertyValue): boolean => {
    const inner: Walk = { region: walk.region, found: [] };
    diffItem(item, left, right, [], false, inner);
    return inner.found.length === 0;
  };
  const unmatched = new Set(before.keys());
  const added = new Set<number>();
  for (const [index, value] of after.entries()) {
    const match = [...unmatched].find((old) => same(before[old] ?? null, value));
    if (match === undefined) added.add(index);
    else unmatched.delete(match);
  }
  // The same index on both sides is one place: the old item there went, and the new one came.
  for (const index of [...new Set([...unmatched, ...added])].sort((a, b) => a - b)) {
    const kind = !unmatched.has(index) ? "add" : added.has(index) ? "update" : "delete";
    add(walk, [...path, index], kind, replace);
  }
}

function diffItem(
  schema: PropertySchema | undefined,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  path: PropertyPath,
  replace: boolean,
  walk: Walk,
): void {
  if (before === undefined || after === undefined) {
    if (before !== after) add(walk, path, before === undefined ? "add" : "delete", replace);
  } else if (schema?.properties !== undefined || schema?.of !== undefined || schema?.json !== undefined) {
    diffValue(schema, before, after, path, replace, walk);
  } else if (!equal(before, after) || isUnknown(after)) {
    add(walk, path, "update", replace);
  }
}

function isUnknown(value: PropertyValue): boolean {
  return reveal(value) instanceof Unknown;
}

/**
 * What counts as set: Terraform's plug-in protocol does not tell an empty text, list or map and `false` from an absent
 * one, so neither do the AWS provider's diffs. An object of which nothing is set is not set.
 */
function presence(schema: PropertySchema, value: PropertyValue | undefined): PropertyValue | undefined {
  const inner = reveal(value);
  if (inner === undefined || inner === null || inner === "") return undefined;
  // What the provider fills may be true where the program says nothing.
  if (inner === false) return schema.filled === true ? inner : undefined;
  if (isList(inner)) return inner.length === 0 ? undefined : inner;
  if (!isMap(inner)) return inner;
  const { properties = {} } = schema;
  const isSet = Object.entries(inner).some(([name, member]) => {
    const of = properties[name];
    return of === undefined ? member !== undefined : presence(of, member) !== undefined;
  });
  return isSet ? inner : undefined;
}

function isAbsent(value: PropertyValue | undefined): boolean {
  return (reveal(value) ?? null) === null;
}

/** Inputs that a read made up leave defaults out, those of the resource itself; those that a check made have them. */
function isDefault(schema: PropertySchema, value: PropertyValue | undefined): boolean {
  return schema.default !== undefined && value !== undefined && equal(value, fromPlain(schema.default));
}

function replaces(
  schema: PropertySchema,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  region: string,
): boolean {
  switch (schema.replace) {
    case undefined:
      return false;
    case true:
      return true;
    case "region":
      return after instanceof Unknown || (before ?? region) !== (after ?? region);
    case "other-value":
      return before !== undefined && after !== undefined;
    case "decrease":
      return typeof before === "number" && typeof after === "number" && after < before;
    default: {
      const never: never = schema.replace;
      return never;
    }
  }
}

function sameScalar(schema: PropertySchema, before: PropertyValue, after: PropertyValue): boolean {
  if (typeof before === "string" && typeof after === "string") {
    if (schema.json === "policy") return equivalentPolicies(before, after);
    if (schema.json === "document" || schema.suppress === "json") return equivalentJson(before, after);
    if (schema.suppress === "function-name") return functionName(before) === functionName(after);
  }
  return equal(before, after);
}

function add(walk: Walk, path: PropertyPath, kind: "add" | "delete" | "update", replace: boolean): void {
  walk.found.push({ path, kind: replace ? (`${kind}-replace` satisfies DifferenceKind) : kind });
}
