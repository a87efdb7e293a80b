import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileSelection, place } from "../data-flow-json-path.ts";
import type { Failure } from "../failure.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import { checkPayload } from "../limits.ts";
import { compileTemplate } from "../payload-template.ts";
import { matches } from "../retry.ts";
import type { Target } from "../target.ts";
import type { StateSource } from "./state-source.ts";

/** One entry of a state's `Catch`. */
export interface Catcher {
  catches(failure: Failure): boolean;
  /** Leaves the state with the Error Output: the state's own Output, Assign and paths do not apply. */
  leave(chain: Chain, failure: Failure): void | Promise<void>;
}

type Leave = (chain: Chain, failure: Failure) => void | Promise<void>;

/** Compiles a state's `Catch`. */
export function compileCatchers(source: StateSource): readonly Catcher[] {
  const exited = `${source.fields["Type"]}StateExited` as HistoryEventType;
  return ((source.fields["Catch"] ?? []) as readonly JsonObject[]).map((fields, index) => {
    const next = source.target(fields["Next"]);
    const errorEquals = (fields["ErrorEquals"] ?? []) as readonly string[];
    return {
      catches: (failure) => matches(errorEquals, failure),
      leave:
        source.language === "JSONata"
          ? jsonataLeave(fields, `Catch[${index}]/`, exited, next)
          : jsonPathLeave(fields, `Catch[${index}]/`, exited, next),
    };
  });
}

/** `ResultPath` puts the Error Output into the state's raw input; in `Assign`, `$` is the Error Output. */
function jsonPathLeave(fields: JsonObject, at: string, exited: HistoryEventType, next: Target | undefined): Leave {
  const resultPath = compileSelection(fields["ResultPath"]);
  const assign = fields["Assign"] === undefined ? undefined : compileTemplate(fields["Assign"], `${at}Assign`);
  return (chain, failure) => {
    const output = place(resultPath, chain.value, failure.output);
    checkPayload(output, chain.state.name);
    chain.scope.input = failure.output;
    chain.leave(exited, output, assign?.(chain.scope) as JsonObject | undefined, next?.state);
  };
}

function jsonataLeave(fields: JsonObject, at: string, exited: HistoryEventType, next: Target | undefined): Leave {
  const compile = (field: string) =>
    fields[field] === undefined ? undefined : compileJsonata(fields[field], `${at}${field}`);
  const output = compile("Output");
  const assign = compile("Assign");
  return async (chain, failure) => {
    const scope = jsonataScope(chain, { errorOutput: failure.output });
    const made: [Json | Promise<Json>, Json | Promise<Json> | undefined] = [
      output === undefined ? failure.output : output(scope),
      assign?.(scope),
    ];
    const [value, assigned] = await chain.wait(Promise.all(made));
    checkPayload(value, chain.state.name);
    chain.leave(exited, value, assigned as JsonObject | undefined, next?.state);
  };
}
