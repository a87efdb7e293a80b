import type { Json, JsonObject } from "../json.ts";
import type { Chain } from "./chain.ts";
import { compileJsonPathFlow } from "./data-flow-json-path.ts";
import { compileJsonataFlow } from "./data-flow-jsonata.ts";
import type { QueryLanguage, StateType } from "./states/state.ts";
import type { Target } from "./target.ts";

/** What goes into a state's work and what comes out of the state, in one of the query languages. */
export interface DataFlow {
  /** What the state works on before its arguments are made: JSONPath: what InputPath leaves. JSONata: its input. */
  effectiveInput(chain: Chain): Json;
  /** JSONPath: InputPath, then Parameters. JSONata: Arguments. */
  prepare(chain: Chain): Json | Promise<Json>;
  /**
   * Makes the state's output of the work's result and leaves the state.
   * JSONPath: ResultSelector, ResultPath into the raw input, OutputPath. JSONata: Output. In both: Assign.
   *
   * @throws StateError
   */
  finish(chain: Chain, result: Json, next: Target | undefined): void | Promise<void>;
}

export interface FlowOptions {
  readonly language: QueryLanguage;
  readonly type: StateType;
  /** Whether the state has a result of its own, which `$states.result` and `Assign` then see: Task, Parallel and Map. */
  readonly hasResult: boolean;
  /** Where the fields stand, for JSONata's causes: empty, or `Choices[0]/`. */
  readonly at?: string;
}

/** Compiles the data-flow fields of a state, or of a Choice's rule. */
export function compileFlow(fields: JsonObject, options: FlowOptions): DataFlow {
  return options.language === "JSONata" ? compileJsonataFlow(fields, options) : compileJsonPathFlow(fields, options);
}
