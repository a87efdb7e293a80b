import { Archive, Asset } from "./assets.ts";
import { concealedReason } from "./concealed.ts";
import { kindOf, violated } from "./constraints.ts";
import type { CheckFailure } from "./handler.ts";
import { formatPath, type PropertyPath } from "./property-path.ts";
import type { PropertySchema } from "./schema.ts";
import {
  fromPlain,
  hasSecret,
  hasUnknown,
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  plain,
  ResourceReference,
  Secret,
  UNKNOWN,
  Unknown,
} from "./values.ts";

type Schemas = Readonly<Record<string, PropertySchema>>;

/**
 * Checks the members of a resource or of an object in it; every problem becomes a failure.
 *
 * @returns the members with scalars in the schema's type, JSON documents as text, nested defaults filled in.
 */
export function checkProperties(
  schemas: Schemas,
  given: PropertyMap,
  path: PropertyPath,
  failures: CheckFailure[],
): Record<string, PropertyValue> {
  const result: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const schema = schemas[name];
    const here = [...path, name];
    if (schema === undefined || schema.computed === true) {
      failures.push({ property: formatPath(here), reason: unknownName(name, schemas, schema !== undefined) });
    } else {
      result[name] = checkValue(schema, value, here, failures);
    }
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (result[name] !== undefined) continue;
    if (schema.required === true) {
      failures.push({ property: formatPath([...path, name]), reason: "is required, but is not set" });
    } else if (path.length > 0 && schema.default !== undefined) {
      result[name] = fromPlain(schema.default);
    }
  }
  return result;
}

function unknownName(name: string, schemas: Schemas, outputOnly: boolean): string {
  if (outputOnly) return "is set by AWS and cannot be set by a program";
  const near = Object.keys(schemas).find((other) => other.toLowerCase().startsWith(name.toLowerCase().slice(0, 5)));
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `is not a property of this type that the local runtime knows${hint}`;
}

function checkValue(
  schema: PropertySchema,
  given: PropertyValue,
  path: PropertyPath,
  failures: CheckFailure[],
): PropertyValue {
  if (given instanceof Secret) return checkSecret(schema, given, path, failures);
  if (given instanceof Unknown) return given;
  const value = coerced(schema, given);
  if (value instanceof Unknown || value instanceof Secret) return value;
  if (!isOfType(schema, value)) {
    failures.push({ property: formatPath(path), reason: `must be ${typeName(schema)}, not ${kindOf(value)}` });
    return value;
  }
  const problem = violated(value, schema) ?? unserved(value, schema);
  if (problem !== undefined) failures.push({ property: formatPath(path), reason: problem });
  return checkMembers(schema, value, path, failures);
}

/** A setting that would have no effect here is better refused than passed over; one that says nothing does no harm. */
function unserved(value: PropertyValue, schema: PropertySchema): string | undefined {
  if (schema.unserved !== true || value === "" || value === false || value === 0) return undefined;
  const isEmpty = isList(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0;
  return isEmpty ? undefined : "is not served by the local runtime: leave it out of local runs";
}

function checkSecret(
  schema: PropertySchema,
  { value }: Secret,
  path: PropertyPath,
  failures: CheckFailure[],
): PropertyValue {
  const own: CheckFailure[] = [];
  const checked = new Secret(checkValue(schema, value, path, own));
  failures.push(...own.map(({ property, reason }) => ({ property, reason: concealedReason(reason, value) })));
  return checked;
}

function checkMembers(
  schema: PropertySchema,
  value: PropertyValue,
  path: PropertyPath,
  failures: CheckFailure[],
): PropertyValue {
  const { of, properties } = schema;
  if (isList(value) && of !== undefined) {
    return value.map((item, index) => (item === null ? null : checkValue(of, item, [...path, index], failures)));
  }
  if (!isMap(value)) return value;
  if (properties !== undefined) return checkProperties(properties, value, path, failures);
  if (of === undefined) return value;
  const result: Record<string, PropertyValue> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined && item !== null) result[name] = checkValue(of, item, [...path, name], failures);
  }
  return result;
}

/**
 * What the bridge accepts in place of a type: numbers and booleans written as text and the reverse, an object where
 * JSON text is wanted, a resource where its id is.
 */
function coerced(schema: PropertySchema, value: PropertyValue): PropertyValue {
  if (value instanceof ResourceReference) return value.id ?? value.urn;
  switch (schema.type) {
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      return schema.json !== undefined && isMap(value) ? documentText(value) : value;
    case "number":
      return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    case "boolean":
      return value === "true" || value === "false" ? value === "true" : value;
    case "list":
    case "set":
    case "map":
    case "object":
    case "archive":
      return value;
    default: {
      const never: never = schema.type;
      return never;
    }
  }
}

function documentText(document: PropertyMap): PropertyValue {
  if (hasUnknown(document)) return UNKNOWN;
  const text = JSON.stringify(plain(document));
  return hasSecret(document) ? new Secret(text) : text;
}

function isOfType(schema: PropertySchema, value: PropertyValue): boolean {
  switch (schema.type) {
    case "string":
    case "number":
    case "boolean":
      return typeof value === schema.type;
    case "list":
    case "set":
      return isList(value);
    case "map":
    case "object":
      return isMap(value);
    case "archive":
      return value instanceof Archive || value instanceof Asset;
    default: {
      const never: never = schema.type;
      return never;
    }
  }
}

function typeName(schema: PropertySchema): string {
  switch (schema.type) {
    case "archive":
      return "an archive (pulumi.asset.AssetArchive or FileArchive)";
    case "object":
      return "an object";
    case "list":
    case "set":
      return "a list";
    case "string":
    case "number":
    case "boolean":
    case "map":
      return `a ${schema.type}`;
    default: {
      const never: never = schema.type;
      return never;
    }
  }
}
