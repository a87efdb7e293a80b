import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { StateError } from "../errors.ts";
import { Failure } from "../failure.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import { compileExpression } from "../payload-template.ts";
import type { QueryLanguage, State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

type Text = (chain: Chain) => string | undefined | Promise<string>;

/** Ends its chain as failed, with `Error` and `Cause` as they are: no prefix, and no event for leaving it. */
export class FailState extends CompiledState implements State {
  readonly #error: Text;
  readonly #cause: Text;

  constructor(source: StateSource) {
    super(source);
    this.#error = compileText(source.fields, "Error", source.language);
    this.#cause = compileText(source.fields, "Cause", source.language);
  }

  run(chain: Chain): void | Promise<void> {
    const error = this.#error(chain);
    const cause = this.#cause(chain);
    if (error instanceof Promise || cause instanceof Promise) {
      return chain.wait(Promise.all([error, cause])).then(([name, text]) => {
        throw new Failure(name, text);
      });
    }
    throw new Failure(error, cause);
  }
}

/** Compiles `Error` or `Cause`, or the JSONPath field with `Path` after its name: a path or an intrinsic function. */
function compileText(fields: JsonObject, field: "Error" | "Cause", language: QueryLanguage): Text {
  const path = fields[`${field}Path`];
  if (typeof path === "string") {
    const evaluate = compileExpression(path, `${field}Path`);
    return (chain) => {
      chain.scope.input = chain.value;
      const text = evaluate(chain.scope);
      if (typeof text === "string") return text;
      throw new StateError(
        "States.Runtime",
        `The ${field}Path parameter does not reference a string value: ${JSON.stringify(text)}`,
      );
    };
  }
  const value = fields[field];
  if (value === undefined || language === "JSONPath") return () => value as string | undefined;
  const evaluate = compileJsonata(value, field);
  const check = (text: Json): string => {
    if (typeof text === "string") return text;
    throw unexpectedResult(value, field, "string", text);
  };
  return (chain) => {
    const text = evaluate(jsonataScope(chain));
    return text instanceof Promise ? text.then(check) : check(text);
  };
}
