import { DEFAULTS } from "./check.ts";
import type { ResourceSchema } from "./schema.ts";
import { hasSecret, isList, isMap, type PropertyMap, type PropertyValue, Secret, UNKNOWN } from "./values.ts";

/** Inputs without what the check noted about them. */
export function withoutBookkeeping(inputs: PropertyMap): PropertyMap {
  const { [DEFAULTS]: _, ...rest } = inputs;
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
