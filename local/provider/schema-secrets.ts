import type { PropertySchema } from "./schema.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, Secret, Unknown } from "./values.ts";

/** Wraps what the schema of a type calls secret, wherever it stands. */
export function markSecrets(values: PropertyMap, schemas: Readonly<Record<string, PropertySchema>>): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...values };
  for (const [name, schema] of Object.entries(schemas)) {
    const value = values[name];
    if (value !== undefined && value !== null) result[name] = marked(value, schema);
  }
  return result;
}

function marked(value: PropertyValue, schema: PropertySchema): PropertyValue {
  if (value instanceof Secret || value instanceof Unknown) return value;
  if (schema.secret === true) return new Secret(value);
  if (isMap(value) && schema.properties !== undefined) return markSecrets(value, schema.properties);
  const { of } = schema;
  return isList(value) && of !== undefined ? value.map((item) => marked(item, of)) : value;
}
