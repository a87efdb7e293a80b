import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Check, QueryLanguage, StateContext } from "./context.ts";
import { texts } from "./texts.ts";

/** A field that an object can have. */
export interface Field {
  readonly check: Check;
  /** The only language that has it; both where left out. */
  readonly language?: QueryLanguage;
}

export type Fields = Readonly<Record<string, Field>>;

/**
 * Checks an object's members in the order in which they stand: names it does not have, fields of the other language, and values.
 *
 * @param location The object's place; the root's is "/".
 */
export function checkFields(object: JsonObject, fields: Fields, location: string, context: StateContext): void {
  const { findings, stateLanguage, languageRefused } = context;
  for (const [name, value = null] of Object.entries(object)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) findings.schema(texts.unsupportedField(name), location);
    else if (field.language !== undefined && field.language !== stateLanguage) {
      if (languageRefused === true) continue;
      const text = field.language === "JSONata" ? texts.onlyJsonata(name) : texts.onlyJsonPath(name);
      findings.schema(text, location);
    } else {
      field.check(value, below(location, name), context);
    }
  }
}

/** The place of a member. */
export function below(location: string, name: string): string {
  return location === "/" ? `/${name}` : `${location}/${name}`;
}

/** Finds fields that have to be there and are not. */
export function requireFields(
  object: JsonObject,
  names: readonly string[],
  location: string,
  { findings }: StateContext,
): void {
  const missing = names.filter((name) => object[name] === undefined);
  if (missing.length > 0) findings.schema(texts.required(...missing), location);
}

/** Finds fields that exclude each other. */
export function allowOne(
  object: JsonObject,
  groups: readonly (readonly string[])[],
  location: string,
  { findings }: StateContext,
): void {
  for (const group of groups) {
    if (group.filter((name) => object[name] !== undefined).length > 1) findings.schema(texts.onlyOne(group), location);
  }
}

/** A check that an object's members are these. */
export function checkObject(fields: Fields, required: readonly string[] = []): Check {
  return (value, location, context) => {
    if (!isObject(value)) {
      context.findings.schema(texts.type("[OBJECT]"), location);
      return;
    }
    checkFields(value, fields, location, context);
    requireFields(value, required, location, context);
  };
}

/** A check of each item of an array that must not be empty. */
export function checkList(check: Check): Check {
  return (value, location, context) => {
    if (!Array.isArray(value)) context.findings.schema(texts.type("[ARRAY]"), location);
    else if (value.length === 0) context.findings.schema(texts.empty, location);
    else {
      for (const [index, item] of (value as readonly Json[]).entries()) check(item, `${location}[${index}]`, context);
    }
  };
}
