import { DEFAULTS } from "./check.ts";
import { diffProperties } from "./diff-properties.ts";
import { withNormalizedDocuments } from "./normalized-documents.ts";
import type { PropertySchema, ResourceSchema } from "./schema.ts";
import { hasSecret, isList, isMap, type PropertyMap, type PropertyValue, reveal, Secret, UNKNOWN } from "./values.ts";

/** The member of outputs that says that not everything could be done when the resource was made. */
export const UNFINISHED = "__unfinished";

/** Whether something is left to do that the inputs do not tell. */
export function isUnfinished(outputs: PropertyMap): boolean {
  return outputs[UNFINISHED] === true;
}

/** What Terraform keeps of a value that AWS does not tell, by type: lists, maps and blocks are absent then. */
const ZEROS: Partial<Record<PropertySchema["type"], PropertyValue>> = { string: "", number: 0, boolean: false };

/**
 * Outputs with something for each scalar that the provider fills in (Optional and Computed): its SDK promises a value, and
 * Terraform's state has the type's zero for what AWS leaves out (`ResourceData.Set` with nil in terraform-plugin-sdk).
 */
export function withZeros(outputs: PropertyMap, schemas: Readonly<Record<string, PropertySchema>>): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...outputs };
  for (const [name, { type, filled }] of Object.entries(schemas)) {
    if (filled === true) result[name] ??= ZEROS[type];
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}

/** Properties without what was noted about them: by the check, and when not everything could be done. */
export function withoutBookkeeping(properties: PropertyMap): PropertyMap {
  const { [DEFAULTS]: _, [UNFINISHED]: __, ...rest } = properties;
  return rest;
}

/**
 * What a preview can say about a resource that is still to be made: its inputs, and that everything else is not known.
 */
export function previewedOutputs(schema: ResourceSchema, inputs: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = {};
  for (const name of schema.outputs) result[name] = UNKNOWN;
  const given = withNormalizedDocuments(withoutBookkeeping(inputs), schema.inputs);
  return { ...result, ...previewedMembers(schema.inputs, given) };
}

/** Members as they are given; those that AWS fills in are not known yet. */
function previewedMembers(schemas: Readonly<Record<string, PropertySchema>>, given: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...given };
  for (const [name, schema] of Object.entries(schemas)) {
    const value = given[name];
    if (value !== undefined) result[name] = previewed(schema, value);
    else if (schema.filled === true || schema.computed === true) result[name] = UNKNOWN;
  }
  return result;
}

function previewed(schema: PropertySchema, value: PropertyValue): PropertyValue {
  const { of, properties } = schema;
  if (value instanceof Secret) return new Secret(previewed(schema, value.value));
  if (isList(value)) return of === undefined ? value : value.map((item) => previewed(of, item));
  return isMap(value) && properties !== undefined ? previewedMembers(properties, value) : value;
}

/**
 * What a preview can say about a change in place: all that stays as it was, what the program says of the rest, and that
 * more will be new. What the program no longer says is not there.
 */
export function updatedOutputs(
  schema: ResourceSchema,
  outputs: PropertyMap,
  inputs: PropertyMap,
  region: string,
): PropertyMap {
  const changed = new Set(diffProperties(schema, outputs, inputs, region).map(({ path }) => String(path[0])));
  const result: Record<string, PropertyValue | undefined> = withoutBookkeeping(outputs);
  for (const name of changed) if (inputs[name] === undefined) delete result[name];
  for (const [name, value] of Object.entries(withNormalizedDocuments(withoutBookkeeping(inputs), schema.inputs))) {
    const property = schema.inputs[name];
    // Of an archive the state has no more than the hash.
    const isKept = !changed.has(name) && outputs[name] !== undefined && property?.type !== "archive";
    if (!isKept && value !== undefined) result[name] = property === undefined ? value : previewed(property, value);
  }
  for (const { by, notBy = [], when, outputs: names } of schema.recomputed ?? []) {
    const isTouched = [...changed].some((name) => by?.includes(name) ?? !notBy.includes(name));
    if (!isTouched || (when !== undefined && reveal(inputs[when]) !== true)) continue;
    for (const name of names) if (inputs[name] === undefined) result[name] = UNKNOWN;
  }
  return keepSecrets(result, inputs);
}

/** A property that is secret going in is secret coming out, wherever in it the secret is. */
export function keepSecrets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...outputs };
  for (const [name, output] of Object.entries(outputs)) {
    if (output !== undefined) result[name] = keepSecret(output, inputs[name]);
  }
  return result;
}

function keepSecret(output: PropertyValue, input: PropertyValue | undefined): PropertyValue {
  if (!hasSecret(input) || output instanceof Secret) return output;
  if (isMap(output) && isMap(input)) return keepSecrets(output, input);
  if (isList(output) && isList(input) && output.length === input.length) {
    return output.map((item, index) => keepSecret(item, input[index]));
  }
  return new Secret(output);
}
