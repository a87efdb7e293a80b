import type { JsonObject } from "../json.ts";
import type { ExpressionScope } from "./scope.ts";

/** Tells whether a rule of a Choice applies. */
export type CompiledChoiceRule = (scope: ExpressionScope) => boolean | Promise<boolean>;

/** @param field The rule's place, such as `Choices[0]`: JSONata's causes name it. */
export function compileChoiceRule(
  rule: JsonObject,
  language: "JSONPath" | "JSONata",
  field: string,
): CompiledChoiceRule {
  return () => language === field && rule["Next"] === undefined;
}
