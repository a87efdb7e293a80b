import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "../json.ts";
import type { Chain } from "./chain.ts";
import type { DataFlow, FlowOptions } from "./data-flow.ts";
import { type CompiledJsonata, compileJsonata } from "./jsonata.ts";
import { jsonataScope } from "./jsonata-scope.ts";
import { checkPayload } from "./limits.ts";
import type { Target } from "./target.ts";

/**
 * The data flow of a JSONata state: Arguments, the work, Output and Assign, which both see the variables as they were
 * when the state was entered (AWS: workflow-variables, transforming-data).
 */
export function compileJsonataFlow(fields: JsonObject, options: FlowOptions): DataFlow {
  return new JsonataFlow(fields, options);
}

class JsonataFlow implements DataFlow {
  readonly #exited: HistoryEventType;
  readonly #hasResult: boolean;
  readonly #arguments: CompiledJsonata | undefined;
  readonly #output: CompiledJsonata | undefined;
  readonly #assign: CompiledJsonata | undefined;

  constructor(fields: JsonObject, { type, hasResult, at = "" }: FlowOptions) {
    const compile = (field: string): CompiledJsonata | undefined =>
      fields[field] === undefined ? undefined : compileJsonata(fields[field], `${at}${field}`);
    this.#exited = `${type}StateExited` as HistoryEventType;
    this.#hasResult = hasResult;
    this.#arguments = compile("Arguments");
    this.#output = compile("Output");
    this.#assign = compile("Assign");
  }

  effectiveInput(chain: Chain): Json {
    return chain.value;
  }

  prepare(chain: Chain): Json | Promise<Json> {
    const value = this.#arguments === undefined ? chain.value : this.#arguments(jsonataScope(chain));
    if (value instanceof Promise) return chain.wait(value).then((input) => this.#prepared(chain, input));
    return this.#prepared(chain, value);
  }

  #prepared(chain: Chain, input: Json): Json {
    if (input !== chain.value) checkPayload(input, chain.state.name);
    chain.run.observer?.data("afterArguments", input);
    return input;
  }

  finish(chain: Chain, result: Json, next: Target | undefined): void | Promise<void> {
    if (this.#output === undefined && this.#assign === undefined) return this.#leave(chain, result, undefined, next);
    const scope = this.#hasResult ? jsonataScope(chain, { result }) : jsonataScope(chain);
    const output = this.#output === undefined ? result : this.#output(scope);
    const assigned = this.#assign?.(scope);
    if (!(output instanceof Promise) && !(assigned instanceof Promise)) {
      return this.#leave(chain, output, assigned, next);
    }
    return this.#finished(chain, Promise.all([output, assigned]), next);
  }

  async #finished(chain: Chain, values: Promise<[Json, Json | undefined]>, next: Target | undefined): Promise<void> {
    const [output, assigned] = await chain.wait(values);
    this.#leave(chain, output, assigned, next);
  }

  #leave(chain: Chain, output: Json, assigned: Json | undefined, next: Target | undefined): void {
    if (output !== chain.value) checkPayload(output, chain.state.name);
    chain.leave(this.#exited, output, assigned as JsonObject | undefined, next?.state);
  }
}
