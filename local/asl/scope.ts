import type { Clock } from "../clock/clock.ts";
import type { Ids } from "../ids.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Scheduler } from "./scheduler.ts";

/** The workflow variables a state can see, by name without `$`; inner scopes shadow outer ones through the prototype chain. */
export type Variables = Readonly<Record<string, Json>>;

/** What an expression can see, in either query language. */
export interface ExpressionScope {
  /** `$` in JSONPath; `$states.input` in JSONata. */
  readonly input: Json;
  /** `$$` in JSONPath; `$states.context` in JSONata. Built only when an expression reads it. */
  readonly context: () => JsonObject;
  readonly variables: Variables;
  /** Where `States.UUID`, `$random`, `$now` and the like get theirs, and where long work ends a turn: a {@link Host} will do. */
  readonly host: { readonly clock: Clock; readonly ids: Ids; readonly scheduler: Scheduler };
  /** `$states.result`, where the field allows it. */
  readonly result?: Json;
  /** `$states.errorOutput`, in a Catcher. */
  readonly errorOutput?: Json;
}
