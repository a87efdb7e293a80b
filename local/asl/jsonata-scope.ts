import type { Json } from "../json.ts";
import type { Chain } from "./chain.ts";
import type { ExpressionScope } from "./scope.ts";

/**
 * What a JSONata expression of a chain's present state sees. Evaluation takes its time, so each has a scope of its own.
 *
 * @param more `$states.result` or `$states.errorOutput`, and the context of an ItemSelector.
 */
export function jsonataScope(
  chain: Chain,
  more: { readonly result?: Json; readonly errorOutput?: Json; readonly context?: ExpressionScope["context"] } = {},
): ExpressionScope {
  const { host, variables, context } = chain.scope;
  return { input: chain.value, host, variables, context, ...more };
}
