import { isObject, type Json, type JsonObject } from "../../json.ts";
import { StateError } from "../errors.ts";
import type { TaskResource } from "../host.ts";
import { integrationOf } from "../resource/optimized-integrations.ts";
import { texts } from "../validate/texts.ts";
import type { QueryLanguage } from "./state.ts";

/** Looks at a Task's evaluated arguments before it is scheduled. */
export type ArgumentsCheck = (parameters: Json) => void;

/**
 * Compiles the check of what an integration is called with, as far as the definition does not show it: a literal object was
 * checked with the definition, an expression or a bare input can be anything. AWS then fails the state before the task is
 * scheduled, so that no TaskScheduled stands in the history (step-functions.md §2.3; the sentence is recalled).
 *
 * The check throws StateError `States.Runtime`.
 *
 * @returns undefined for functions and activities, which take any JSON.
 */
export function compileArgumentsCheck(
  resource: TaskResource,
  fields: JsonObject,
  language: QueryLanguage,
): ArgumentsCheck | undefined {
  if (resource.kind !== "service") return undefined;
  const [field, literal] =
    language === "JSONata" ? ["Arguments", fields["Arguments"]] : ["Parameters", fields["Parameters"]];
  const required =
    typeof literal === "string" ? (integrationOf(resource.service, resource.action)?.required ?? []) : [];
  return (parameters) => {
    const problems = isObject(parameters)
      ? required.filter((name) => parameters[name] === undefined).map(texts.missingArgument)
      : ["The parameters must be a JSON object."];
    if (problems.length === 0) return;
    throw new StateError(
      "States.Runtime",
      `The ${field} '${JSON.stringify(parameters)}' could not be used to start the Task: [${problems.join(", ")}]`,
    );
  };
}
