import { jaywayOperators, type Values } from "../../jayway/operators.ts";
import { isObject, type Json } from "../../json.ts";
import { jsonEqual } from "../json-equal.ts";

/** A workflow's values, as Jayway's operators see them. */
export const JSON_VALUES: Values<Json> = {
  numberOf: (value) => (typeof value === "number" ? value : undefined),
  textOf: String,
  itemsOf: (value) => (Array.isArray(value) ? value : undefined),
  membersOf: (value) => (isObject(value) ? Object.keys(value).length : undefined),
  same: jsonEqual,
};

/** The operators of filters in workflows. */
export const COMPARISONS = jaywayOperators(JSON_VALUES);
