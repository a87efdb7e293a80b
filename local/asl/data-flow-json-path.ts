import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "../json.ts";
import type { Chain } from "./chain.ts";
import type { DataFlow, FlowOptions } from "./data-flow.ts";
import { StateError } from "./errors.ts";
import { compilePath, type Path } from "./json-path.ts";
import { checkPayload } from "./limits.ts";
import { type CompiledValue, compileTemplate } from "./payload-template.ts";
import { placeResult } from "./reference-path.ts";
import type { Target } from "./target.ts";

/** `InputPath` or `OutputPath`: a path, `null` for an empty object, undefined for the whole. */
type Selection = Path | null | undefined;

/**
 * The data flow of a JSONPath state: InputPath, Parameters, the work, ResultSelector, ResultPath into the *raw* input,
 * OutputPath (DG/concepts-input-output-filtering).
 */
export function compileJsonPathFlow(fields: JsonObject, options: FlowOptions): DataFlow {
  return new JsonPathFlow(fields, options);
}

class JsonPathFlow implements DataFlow {
  readonly #exited: HistoryEventType;
  readonly #inputPath: Selection;
  readonly #parameters: CompiledValue | undefined;
  readonly #resultSelector: CompiledValue | undefined;
  readonly #resultPath: Selection;
  readonly #outputPath: Selection;
  readonly #assign: CompiledValue | undefined;

  constructor(fields: JsonObject, { type, at = "" }: FlowOptions) {
    const template = (field: string): CompiledValue | undefined =>
      fields[field] === undefined ? undefined : compileTemplate(fields[field], `${at}${field}`);
    this.#exited = `${type}StateExited` as HistoryEventType;
    this.#inputPath = compileSelection(fields["InputPath"]);
    // A Map's Parameters are its ItemSelector by an older name, and evaluated for each item.
    this.#parameters = type === "Map" ? undefined : template("Parameters");
    this.#resultSelector = template("ResultSelector");
    this.#resultPath = compileSelection(fields["ResultPath"]);
    this.#outputPath = compileSelection(fields["OutputPath"]);
    this.#assign = template("Assign");
  }

  effectiveInput(chain: Chain): Json {
    return select(this.#inputPath, chain, chain.value);
  }

  prepare(chain: Chain): Json {
    const { scope, run } = chain;
    let input = this.effectiveInput(chain);
    run.observer?.data("afterInputPath", input);
    if (this.#parameters !== undefined) {
      scope.input = input;
      input = this.#parameters(scope);
      checkPayload(input, chain.state.name);
    }
    run.observer?.data("afterParameters", input);
    return input;
  }

  finish(chain: Chain, result: Json, next: Target | undefined): void {
    const { scope, run } = chain;
    let selected = result;
    if (this.#resultSelector !== undefined) {
      scope.input = result;
      selected = this.#resultSelector(scope);
    }
    run.observer?.data("afterResultSelector", selected);
    const placed = place(this.#resultPath, chain.value, selected);
    run.observer?.data("afterResultPath", placed);
    const output = select(this.#outputPath, chain, placed);
    if (output !== chain.value) checkPayload(output, chain.state.name);
    let assigned: Json | undefined;
    if (this.#assign !== undefined) {
      // `$` is the work's raw result; where there is no work, the result is the effective input.
      scope.input = result;
      assigned = this.#assign(scope);
    }
    chain.leave(this.#exited, output, assigned as JsonObject | undefined, next?.state);
  }
}

/** Compiles `InputPath`, `OutputPath` or `ResultPath`. `$`, the default, is left out: it changes nothing. */
export function compileSelection(value: Json | undefined): Selection {
  if (value === null) return null;
  return typeof value === "string" && value !== "$" ? compilePath(value) : undefined;
}

/** What `InputPath` or `OutputPath` leaves of a document; `null` leaves an empty object. */
export function select(path: Selection, chain: Chain, document: Json): Json {
  if (path === undefined) return document;
  if (path === null) return {};
  const { scope } = chain;
  scope.input = document;
  const value = path.evaluate(scope);
  if (value !== undefined) return value;
  if (path.root.kind === "input" && document === null) {
    throw new StateError("States.Runtime", "Unable to apply Path transformation to null or empty input.");
  }
  throw new StateError("States.Runtime", `Invalid path '${path.text}' : ${path.describeMissing(scope)}`);
}

/** Puts a result into the raw input; `null` discards it. */
export function place(path: Selection, input: Json, result: Json): Json {
  if (path === undefined) return result;
  return path === null ? input : placeResult(path, input, result);
}
