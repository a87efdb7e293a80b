import { normalizedJson } from "./documents.ts";
import type { PropertySchema } from "./schema.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, Secret } from "./values.ts";

/**
 * Properties with their JSON documents as the AWS provider sends them to AWS and keeps them in its state. Definitions of
 * state machines, inputs of targets and the like are no such documents: it takes them letter by letter.
 */
export function withNormalizedDocuments(
  values: PropertyMap,
  schemas: Readonly<Record<string, PropertySchema>>,
): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...values };
  for (const [name, schema] of Object.entries(schemas)) {
    const value = values[name];
    if (value !== undefined && value !== null) result[name] = normalized(value, schema);
  }
  return result;
}

function normalized(value: PropertyValue, schema: PropertySchema): PropertyValue {
  const { json, of, properties, unescaped } = schema;
  if (value instanceof Secret) return new Secret(normalized(value.value, schema));
  if (typeof value === "string")
    return json === "policy" || json === "document" ? normalizedJson(value, unescaped !== true) : value;
  if (isList(value)) return of === undefined ? value : value.map((item) => normalized(item, of));
  return isMap(value) && properties !== undefined ? withNormalizedDocuments(value, properties) : value;
}
