import { Scheduler } from "../../../local/asl/scheduler.ts";
import type { ExpressionScope } from "../../../local/asl/scope.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import { seededIds } from "../../../local/ids.ts";
import type { Json, JsonObject } from "../../../local/json.ts";

/** The moment of every scope: 2023-11-14T22:13:20Z. */
export const NOW = 1_700_000_000_000;

/** What a case's expression sees. */
export function scopeOf(seen: {
  readonly input?: Json;
  readonly host?: ExpressionScope["host"];
  readonly context?: JsonObject;
  readonly variables?: Readonly<Record<string, Json>>;
  readonly result?: Json;
  readonly errorOutput?: Json;
}): ExpressionScope {
  const { input = null, context = {}, variables = {}, host = newHost(), result, errorOutput } = seen;
  return {
    input,
    context: () => context,
    variables,
    host,
    ...(result === undefined ? {} : { result }),
    ...(errorOutput === undefined ? {} : { errorOutput }),
  };
}

function newHost(): ExpressionScope["host"] {
  return { clock: virtualClock(NOW), ids: seededIds(), scheduler: new Scheduler(setImmediate) };
}
