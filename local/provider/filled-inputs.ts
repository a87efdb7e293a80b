import { diffProperties } from "./diff-properties.ts";
import type { PropertySchema, ResourceSchema } from "./schema.ts";
import { hasUnknown, isMap, type PropertyMap, type PropertyValue, reveal } from "./values.ts";

/**
 * Old inputs with what a program says for the first time and the resource has already, since the provider filled it in.
 * The AWS provider compares with its state, so that writing down what AWS chose changes and replaces nothing.
 *
 * @param outputs the resource as the state has it.
 */
export function withFilled(
  schema: ResourceSchema,
  olds: PropertyMap,
  outputs: PropertyMap,
  news: PropertyMap,
  region: string,
): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...olds };
  for (const [name, property] of Object.entries(schema.inputs)) {
    const [old, output, given] = [olds, outputs, news].map((properties) => reveal(properties[name]) ?? undefined);
    if (output === undefined || given === undefined) continue;
    if (old === undefined) {
      if (property.filled === true && isSame(schema, name, output, given, region)) result[name] = given;
    } else if (isMap(old) && isMap(output) && isMap(given) && property.properties !== undefined) {
      const members = { ...schema, inputs: property.properties };
      result[name] = withFilled(members, old, output, given, region);
    }
  }
  return result;
}

function isSame(
  schema: ResourceSchema,
  name: string,
  output: PropertyValue,
  given: PropertyValue,
  region: string,
): boolean {
  if (hasUnknown(given)) return false;
  // Whatever of it AWS filled in as well is not the program's to say.
  const property: PropertySchema | undefined = schema.inputs[name];
  const only = { ...schema, inputs: property === undefined ? {} : { [name]: property } };
  const said = isMap(given) && isMap(output) ? { ...output, ...given } : given;
  return diffProperties(only, { [name]: output }, { [name]: said }, region).length === 0;
}
