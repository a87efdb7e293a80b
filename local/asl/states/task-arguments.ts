import { isObject, type Json, type JsonObject } from "../../json.ts";
import { StateError } from "../errors.ts";
import type { TaskResource } from "../host.ts";
import { argumentProblems } from "../resource/argument-problems.ts";
import { argumentShape } from "../resource/argument-shape.ts";
import { integrationOf } from "../resource/optimized-integrations.ts";
import { requestProblems } from "../resource/request-problems.ts";
import { texts } from "../validate/texts.ts";
import type { QueryLanguage } from "./state.ts";

/** Looks at a Task's evaluated arguments before it is scheduled. */
export type ArgumentsCheck = (parameters: Json) => void;

/**
 * Compiles the check of what an integration is called with, as far as the definition does not show it: literals were checked
 * with the definition, paths and expressions can give anything. AWS then fails the state before the task is scheduled, so
 * that no TaskScheduled stands in the history (seen: stackoverflow.com/questions/76373088).
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
  const { service, action } = resource;
  const [field, literal] =
    language === "JSONata" ? ["Arguments", fields["Arguments"]] : ["Parameters", fields["Parameters"]];
  const required = typeof literal === "string" ? (integrationOf(service, action)?.required ?? []) : [];
  if (isObject(literal) && !isOpen(literal, language)) return undefined;
  // The shape is looked up when the first execution comes here: state machines that are only kept cost no model.
  const problemsOf = (parameters: JsonObject): readonly string[] => {
    const shape = argumentShape(service, action);
    const problems = shape === undefined ? [] : argumentProblems(parameters, shape, "evaluated");
    return [
      ...problems,
      ...requestProblems(service, parameters, "evaluated"),
      ...required.filter((name) => parameters[name] === undefined).map(texts.missingArgument),
    ];
  };
  return (parameters) => {
    const problems = isObject(parameters) ? problemsOf(parameters) : ["The parameters must be a JSON object."];
    if (problems.length === 0) return;
    throw new StateError(
      "States.Runtime",
      `The ${field} '${JSON.stringify(parameters)}' could not be used to start the Task: [${problems.join(", ")}]`,
    );
  };
}

/** Whether arguments have anything in them that only an execution can tell: a path or an expression. */
function isOpen(literal: JsonObject, language: QueryLanguage): boolean {
  return JSON.stringify(literal).includes(language === "JSONata" ? "{%" : '.$":');
}
