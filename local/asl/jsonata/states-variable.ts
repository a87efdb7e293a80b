import type { JsonObject } from "../../json.ts";
import type { ExpressionScope } from "../scope.ts";

/** `$states`. Its Context Object is only built when it is read. AWS: DG/workflow-variables. */
export function statesOf(scope: ExpressionScope): JsonObject {
  const { input, result, errorOutput } = scope;
  return {
    input,
    ...(result === undefined ? {} : { result }),
    ...(errorOutput === undefined ? {} : { errorOutput }),
    get context() {
      return scope.context();
    },
  };
}
