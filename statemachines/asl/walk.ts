import type { AnyState, Definition, QueryLanguage, Scope } from "./definition.ts";

/** A state met on the way through a definition. */
export interface Visit {
  readonly name: string;
  readonly state: AnyState;
  /** The states it may go on to. */
  readonly scope: Scope;
  /** Where it stands, as AWS writes locations: `/States/Cook/Branches[0]/States/Bake`. */
  readonly location: string;
  /** The language that counts in it: its own, or the machine's. A Map or Parallel passes none on to what is inside. */
  readonly queryLanguage: QueryLanguage;
}

/** Every state of a definition, those inside Parallel and Map states after their own. */
export function* walk(definition: Definition): Generator<Visit> {
  yield* walkScope(definition, "", definition.QueryLanguage ?? "JSONPath");
}

function* walkScope(scope: Scope, prefix: string, machineLanguage: QueryLanguage): Generator<Visit> {
  for (const [name, state] of Object.entries(scope.States)) {
    const location = `${prefix}/States/${name}`;
    yield { name, state, scope, location, queryLanguage: state.QueryLanguage ?? machineLanguage };
    for (const { scope: inner, field } of innerScopes(state)) {
      yield* walkScope(inner, `${location}/${field}`, machineLanguage);
    }
  }
}

/** The scopes inside a state, with the field each stands in: `Branches[0]`, `ItemProcessor`. */
export function innerScopes(state: AnyState): readonly { field: string; scope: Scope }[] {
  switch (state.Type) {
    case "Parallel":
      return scopes(state["Branches"]).map((scope, index) => ({ field: `Branches[${index}]`, scope }));
    case "Map":
      return ["ItemProcessor", "Iterator"].flatMap((field) =>
        scopes([state[field]]).map((scope) => ({ field, scope })),
      );
    case "Pass":
    case "Task":
    case "Choice":
    case "Wait":
    case "Succeed":
    case "Fail":
      return [];
    default: {
      const never: never = state.Type;
      return never;
    }
  }
}

function scopes(value: unknown): readonly Scope[] {
  return Array.isArray(value) ? value.filter(isScope) : [];
}

function isScope(value: unknown): value is Scope {
  return typeof value === "object" && value !== null && "StartAt" in value && "States" in value;
}
