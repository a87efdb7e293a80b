import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import { StateError } from "../errors.ts";
import { compilePath } from "../json-path.ts";
import { expressionText } from "../jsonata/expression-text.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import type { Target } from "../target.ts";
import { parseTimestamp } from "../timestamps.ts";
import { compileNumber, SECONDS } from "./number-field.ts";
import { waitTexts } from "./number-texts.ts";
import type { QueryLanguage, State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

/** Epoch milliseconds at which a Wait ends. */
type End = (chain: Chain, input: Json) => number | Promise<number>;

/** Waits for some seconds, or until a time, which may have passed already. */
export class WaitState extends CompiledState implements State {
  readonly #flow: DataFlow;
  readonly #end: End;
  readonly #next: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    const { fields, language } = source;
    this.#flow = compileFlow(fields, { language, type: "Wait", hasResult: false });
    this.#end = compileEnd(fields, language);
    this.#next = source.target(fields["Next"]);
  }

  async run(chain: Chain): Promise<void> {
    const { clock } = chain.run.host;
    const input = this.#flow.prepare(chain) as Json;
    const visit = chain.visiting();
    visit.until ??= await this.#end(chain, input);
    const left = visit.until - clock.now();
    if (left > 0) await chain.pause(left, "work");
    return this.#flow.finish(chain, input, this.#next);
  }
}

function compileEnd(fields: JsonObject, language: QueryLanguage): End {
  if (fields["Timestamp"] !== undefined || fields["TimestampPath"] !== undefined)
    return compileTimestamp(fields, language);
  const seconds = compileNumber(fields, "Seconds", { ...SECONDS, texts: waitTexts });
  const after = (chain: Chain, value: number | undefined): number => chain.run.host.clock.now() + (value ?? 0) * 1000;
  return (chain, input) => {
    const value = seconds(chain, input);
    return value instanceof Promise ? value.then((number) => after(chain, number)) : after(chain, value);
  };
}

function compileTimestamp(fields: JsonObject, language: QueryLanguage): End {
  const path = fields["TimestampPath"];
  if (typeof path === "string") {
    const { evaluate } = compilePath(path);
    return (chain, input) => {
      chain.scope.input = input;
      const value = evaluate(chain.scope);
      if (value !== undefined) return timeOf(value, "TimestampPath", path);
      // Pasted in serverless-operations/serverless-step-functions#346.
      throw new StateError("States.Runtime", `The TimestampPath parameter does not reference an input value: ${path}`);
    };
  }
  const value = fields["Timestamp"] ?? null;
  if (language === "JSONPath") {
    const time = timeOf(value, "Timestamp", "");
    return () => time;
  }
  const evaluate = compileJsonata(value, "Timestamp");
  const check = (result: Json): number => {
    if (typeof result !== "string") throw unexpectedResult(value, "Timestamp", "string", result);
    return timeOf(result, "Timestamp", expressionText(value));
  };
  return (chain) => {
    const result = evaluate(jsonataScope(chain));
    return result instanceof Promise ? chain.wait(result).then(check) : check(result);
  };
}

/**
 * AWS "considers the time value up to seconds and truncates milliseconds" (DG/state-wait). A text that is no timestamp is AWS's own
 * failure in either language (localstack/localstack, timestamp.py).
 */
function timeOf(value: Json, field: string, source: string): number {
  const time = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (time !== undefined) return Math.floor(time / 1000) * 1000;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  throw new StateError(
    "States.Runtime",
    `The ${field} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${source} == ${shown}`,
  );
}
