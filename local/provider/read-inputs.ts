import { equivalentJson, equivalentPolicies } from "./documents.ts";
import { isUnfinished } from "./outputs.ts";
import type { PropertySchema, ResourceSchema } from "./schema.ts";
import { equal, fromPlain, isList, isMap, type PropertyMap, type PropertyValue, reveal } from "./values.ts";

/**
 * The inputs of a resource that was read. Of a known resource only what has changed since it was last seen replaces
 * what the program said, so that a refresh of an untouched resource changes nothing; of an imported one everything
 * that is neither empty nor the default.
 *
 * @param would the inputs that would make the resource as it is.
 */
export function readInputs(
  schema: ResourceSchema,
  would: PropertyMap,
  outputs: PropertyMap,
  known: { readonly inputs: PropertyMap; readonly outputs: PropertyMap } | undefined,
): PropertyMap {
  if (known === undefined || Object.keys(known.inputs).length === 0) return importedInputs(schema, would);
  const result: Record<string, PropertyValue | undefined> = { ...known.inputs };
  // Of what was made in part, the outputs may say what it was meant to be: what is still to be done must show.
  const before = isUnfinished(known.outputs) ? known.inputs : known.outputs;
  for (const [name, property] of [...Object.entries(schema.inputs), ["tagsAll", TAGS] as const]) {
    const was = before[name];
    const is = name in outputs ? outputs[name] : would[name];
    const declared = known.inputs[name] !== undefined;
    if (same(property, was, is) || (!declared && (property.filled === true || name === "tagsAll"))) continue;
    if (property.type === "archive") continue;
    const value = name === "tagsAll" ? is : would[name];
    if (saysNothing(property, value)) delete result[name];
    else result[name] = value;
  }
  return result;
}

/** What was read, with the values as they were known where they say the same: sets in their order, documents as written. */
export function settledOutputs(schema: ResourceSchema, outputs: PropertyMap, known: PropertyMap = {}): PropertyMap {
  const settled = Object.entries(schema.inputs).flatMap(([name, property]) => {
    const was = known[name];
    return was !== undefined && same(property, was, outputs[name]) ? [[name, was] as const] : [];
  });
  return { ...outputs, ...Object.fromEntries(settled) };
}

const TAGS: PropertySchema = { type: "map", of: { type: "string" } };

function importedInputs(schema: ResourceSchema, would: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = {};
  for (const [name, property] of Object.entries(schema.inputs)) {
    const value = stated(property, would[name]);
    if (value === undefined) continue;
    if (property.default !== undefined && equal(value, fromPlain(property.default))) continue;
    result[name] = value;
  }
  // The check writes all tags next to the program's own: without them every import would seem to add the default ones.
  const { tagsAll } = would;
  if (schema.taggable === true && !isEmpty(tagsAll)) result["tagsAll"] = tagsAll;
  return result;
}

/**
 * What a program would have to say of a value: the provider answers what does not apply with empty texts, empty lists
 * and zeros, which AWS would refuse in a program that `pulumi import` writes (the bridge leaves zero values out as well).
 */
function stated(schema: PropertySchema, value: PropertyValue | undefined): PropertyValue | undefined {
  const inner = reveal(value);
  if (inner === undefined || (saysNothing(schema, inner) && schema.required !== true)) return undefined;
  if (inner === 0 && schema.default === undefined && doesNotApply(schema)) return undefined;
  const { properties, of } = schema;
  if (isList(inner) && of?.properties !== undefined) {
    return inner.map((item) => (isMap(item) ? members(of.properties ?? {}, item) : item));
  }
  if (!isMap(inner) || properties === undefined) return value;
  const left = members(properties, inner);
  return isEmpty(left) && schema.required !== true ? undefined : left;
}

function members(schemas: Readonly<Record<string, PropertySchema>>, value: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = {};
  for (const [name, property] of Object.entries(schemas)) {
    if (property.computed !== true) result[name] = stated(property, value[name]);
  }
  return Object.fromEntries(Object.entries(result).filter(([, member]) => member !== undefined));
}

/** Whether zero can only mean that there is no such setting. */
function doesNotApply({ min, filled }: PropertySchema): boolean {
  return min === undefined ? filled === true : min > 0;
}

/** Whether a program need not say it: `false` says something where it would be, or might be, `true` otherwise. */
function saysNothing(schema: PropertySchema, value: PropertyValue | undefined): boolean {
  return isEmpty(value) && !(reveal(value) === false && (schema.default === true || schema.filled === true));
}

function same(schema: PropertySchema, was: PropertyValue | undefined, is: PropertyValue | undefined): boolean {
  const before = reveal(was);
  const after = reveal(is);
  if (isUnset(schema, before) && isUnset(schema, after)) return true;
  if (typeof before === "string" && typeof after === "string") {
    if (schema.json === "policy") return equivalentPolicies(before, after);
    if (schema.json === "document" || schema.suppress === "json") return equivalentJson(before, after);
  }
  if (schema.type === "set" && isList(before) && isList(after)) {
    return before.length === after.length && before.every((item) => after.some((other) => equal(item, other)));
  }
  return equal(before, after);
}

/** Empty, or an object of which nothing is set. */
function isUnset(schema: PropertySchema, value: PropertyValue | undefined): boolean {
  return isEmpty(value) || (schema.type === "object" && isMap(value) && Object.values(value).every(isEmpty));
}

function isEmpty(value: PropertyValue | undefined): boolean {
  const inner = reveal(value);
  if (inner === undefined || inner === null || inner === "" || inner === false) return true;
  return isList(inner) ? inner.length === 0 : isMap(inner) && Object.keys(inner).length === 0;
}
