import type { Json } from "../../json.ts";
import { StateError } from "../errors.ts";
import { expressionText } from "./expression-text.ts";

/** JSON's types as the causes name them. */
export type ResultType = "array" | "number" | "string" | "boolean" | "object" | "null";

/** The type of a value in the words of {@link unexpectedResult}. */
export function resultType(value: Json): ResultType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "number" | "string" | "boolean" | "object";
}

/**
 * The failure for a JSONata result of another type than the field takes: a `Condition` that is no boolean, a `Seconds` that is
 * no number. The sentence is AWS's for `Items` (localstack/localstack, items.py), and used for the other fields alike.
 *
 * @param source The field's value in the definition, with its delimiters.
 * @param field Where it stands, as in {@link compileJsonata}.
 * @param expected One type, or several joined as the sentence shall have them.
 */
export function unexpectedResult(source: Json, field: string, expected: string, result: Json): StateError {
  return new StateError(
    "States.QueryEvaluationError",
    `The JSONata expression '${expressionText(source)}' specified for the field '${field}' returned an unexpected result type. Expected '${expected}', but was '${resultType(result)}' for value: ${JSON.stringify(result)}`,
    field,
  );
}
