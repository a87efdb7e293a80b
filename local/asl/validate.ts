import type { Diagnostic } from "./diagnostics.ts";
import type { StateContext } from "./validate/context.ts";
import { Findings } from "./validate/findings.ts";
import { checkGraph } from "./validate/graph.ts";
import { checkFields, type Fields, requireFields } from "./validate/object-checks.ts";
import { readDefinition } from "./validate/read-definition.ts";
import { checkInteger, checkOneOf, checkString } from "./validate/scalar-checks.ts";
import { checkQueryLanguage } from "./validate/state.ts";
import { checkStates } from "./validate/states.ts";

const MACHINE: Fields = {
  Comment: { check: checkString },
  QueryLanguage: { check: (value, location, { findings }) => checkQueryLanguage(value, location, findings) },
  StartAt: { check: checkString },
  States: { check: checkStates },
  TimeoutSeconds: { check: checkInteger(0) },
  Version: { check: checkOneOf(["1.0"]) },
};

/**
 * Everything that AWS would refuse in a definition, and its warnings, in AWS's words (validate/texts.ts).
 * Where transitions lead is only looked at when everything has the right shape.
 *
 * @param options.type Express machines lack some of what Standard ones have.
 */
export function validateDefinition(
  definition: string,
  options: { readonly type?: "STANDARD" | "EXPRESS" } = {},
): readonly Diagnostic[] {
  const findings = new Findings();
  const machine = readDefinition(definition, findings);
  if (machine === undefined) return findings.diagnostics;
  const own = machine["QueryLanguage"];
  const language = own === undefined || own === "JSONPath" ? "JSONPath" : "JSONata";
  const context: StateContext = {
    findings,
    type: options.type ?? "STANDARD",
    language,
    // The machine's own TimeoutSeconds is a number in either language.
    stateLanguage: "JSONPath",
    stateNames: new Set(),
    labels: new Set(),
  };
  checkFields(machine, MACHINE, "/", context);
  requireFields(machine, ["StartAt", "States"], "/", context);
  if (!findings.hasErrors) checkGraph(machine, "", findings);
  return findings.diagnostics;
}
