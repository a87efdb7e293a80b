import { isObject, type Json, type JsonObject } from "../json.ts";
import { finds, fits } from "./schema/keywords.ts";
import { combinedMessage, dependencyMessage, MESSAGES } from "./validation-message.ts";
import { WholeFloat } from "./whole-float.ts";

/** Finds the schema that a `$ref` names. */
export type Resolve = (reference: string) => JsonObject | undefined;

/**
 * Every way in which a value violates a draft-04 schema, in the order and words of the validator that API Gateway
 * uses: the keywords of one place in alphabetical order, then its children.
 */
export function explainSchema(schema: JsonObject, found: Json, resolve: Resolve): string[] {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const target = resolve(reference);
    return target === undefined ? [] : explainSchema(target, found, resolve);
  }
  const violations: string[] = [];
  for (const keyword of keywordsOf(schema)) violations.push(...violation(keyword, schema, found, resolve));
  for (const [child, value] of children(schema, found)) violations.push(...explainSchema(child, value, resolve));
  return violations;
}

const sorted = new WeakMap<JsonObject, readonly string[]>();

function keywordsOf(schema: JsonObject): readonly string[] {
  let keywords = sorted.get(schema);
  if (keywords === undefined) {
    keywords = Object.keys(schema).sort();
    sorted.set(schema, keywords);
  }
  return keywords;
}

const NONE: readonly string[] = [];

function violation(keyword: string, schema: JsonObject, found: Json, resolve: Resolve): readonly string[] {
  const expected = schema[keyword];
  if (expected === undefined) return [];
  const passes = (candidate: Json): boolean =>
    isObject(candidate) && explainSchema(candidate, found, resolve).length === 0;
  switch (keyword) {
    case "allOf":
    case "oneOf": {
      const candidates = Array.isArray(expected) ? expected : [];
      const matched = candidates.filter(passes).length;
      const fits = keyword === "allOf" ? matched === candidates.length : matched === 1;
      return fits ? [] : [combinedMessage(keyword, matched, candidates.length)];
    }
    case "anyOf":
      return Array.isArray(expected) && !expected.some(passes) ? messageOf(keyword, schema, found) : [];
    case "not":
      return passes(expected) ? messageOf(keyword, schema, found) : [];
    case "dependencies":
      return dependencyViolations(expected, found, resolve);
    default:
      return fits(keyword, found, schema) ? NONE : messageOf(keyword, schema, found);
  }
}

function messageOf(keyword: string, schema: JsonObject, found: Json): string[] {
  return [MESSAGES[keyword]?.(schema[keyword] ?? null, found, schema) ?? `${keyword} does not hold`];
}

function dependencyViolations(expected: Json, found: Json, resolve: Resolve): string[] {
  if (!isObject(expected) || !isObject(found)) return [];
  return Object.entries(expected).flatMap(([property, needed]) => {
    if (!Object.hasOwn(found, property) || needed === undefined) return [];
    if (isObject(needed)) return explainSchema(needed, found, resolve);
    const names = Array.isArray(needed) ? needed : [needed];
    return names.every((name) => Object.hasOwn(found, String(name))) ? [] : [dependencyMessage(property, names, found)];
  });
}

/** The schemas that a value's members or items have to fit, in the order the validator visits them. */
function children(schema: JsonObject, found: Json): [JsonObject, Json][] {
  if ((found as unknown) instanceof WholeFloat) return [];
  if (Array.isArray(found)) {
    const { items, additionalItems } = schema as { items?: Json; additionalItems?: Json };
    return found.flatMap((item: Json, index): [JsonObject, Json][] => {
      const own = Array.isArray(items) ? (items[index] ?? additionalItems) : items;
      return isObject(own) ? [[own, item]] : [];
    });
  }
  const { properties, patternProperties, additionalProperties } = schema;
  const constrains = isObject(properties) || isObject(patternProperties) || isObject(additionalProperties);
  if (!constrains || !isObject(found)) return [];
  const pairs: [JsonObject, Json][] = [];
  for (const name of Object.keys(found).sort()) {
    for (const child of schemasOf(name, schema)) pairs.push([child, found[name] ?? null]);
  }
  return pairs;
}

function schemasOf(name: string, { properties, patternProperties, additionalProperties }: JsonObject): JsonObject[] {
  const found: (Json | undefined)[] = [];
  if (isObject(properties) && Object.hasOwn(properties, name)) found.push(properties[name]);
  if (isObject(patternProperties)) {
    for (const pattern of Object.keys(patternProperties)) {
      if (finds(pattern, name)) found.push(patternProperties[pattern]);
    }
  }
  return (found.length > 0 ? found : [additionalProperties]).filter(isObject);
}
