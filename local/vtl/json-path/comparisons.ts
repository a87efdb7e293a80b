import { jaywayOperators, type Values } from "../../jayway/operators.ts";
import { writeJson } from "../json.ts";
import { isNumber, JavaList, toText, type Value } from "../values.ts";

/** What stands on a side of a comparison; undefined where a path leads nowhere. */
export type Side = Value | undefined;

/** Java's values, as Jayway's operators see them. */
export const JAVA_VALUES: Values<Value> = {
  numberOf: (value) =>
    typeof value === "bigint" || typeof value === "number" ? value : isNumber(value) ? Number(value.text) : undefined,
  textOf: toText,
  itemsOf: (value) => (value instanceof JavaList ? value.items : undefined),
  membersOf: (value) => (value instanceof Map ? value.size : undefined),
  same: (one, other) =>
    typeof one === "object" &&
    typeof other === "object" &&
    writeJson(one, { escapeSlash: false }) === writeJson(other, { escapeSlash: false }),
};

/** The operators of filters in templates. */
export const COMPARISONS = jaywayOperators(JAVA_VALUES);
