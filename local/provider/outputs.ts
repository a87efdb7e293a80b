import { DEFAULTS } from "./check.ts";
import { diffProperties } from "./diff-properties.ts";
import type { ResourceSchema } from "./schema.ts";
import { hasSecret, isList, isMap, type PropertyMap, type PropertyValue, reveal, Secret, UNKNOWN } from "./values.ts";

/** The member of outputs that says that not everything could be done when the resource was made. */
export const UNFINISHED = "__unfinished";

/** Whether something is left to do that the inputs do not tell. */
export function isUnfinished(outputs: PropertyMap): boolean {
  return outputs[UNFINISHED] === true;
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
  const result: Record<string, PropertyValue> = {};
  for (const name of schema.outputs) result[name] = UNKNOWN;
  for (const [name, property] of Object.entries(schema.inputs)) {
    if (property.filled === true) result[name] = UNKNOWN;
  }
  return { ...result, ...withoutBookkeeping(inputs) };
}

/** What a preview can say about a change in place: all as it was and as the program says, but for what will be new. */
export function updatedOutputs(
  schema: ResourceSchema,
  outputs: PropertyMap,
  inputs: PropertyMap,
  region: string,
): PropertyMap {
  const changed = [...new Set(diffProperties(schema, outputs, inputs, region).map(({ path }) => String(path[0])))];
  const renewed = (schema.recomputed ?? []).filter(
    ({ by, notBy = [], when }) =>
      changed.some((name) => by?.includes(name) ?? !notBy.includes(name)) &&
      (when === undefined || reveal(inputs[when]) === true),
  );
  const unknown = renewed.flatMap((one) => one.outputs).map((name) => [name, UNKNOWN] as const);
  return withoutBookkeeping({ ...outputs, ...Object.fromEntries(unknown), ...inputs });
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
