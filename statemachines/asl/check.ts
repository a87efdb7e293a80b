import type { CheckedChoices } from "./check-choice.ts";
import type { CheckedRetry, ErrorNames, JsonataValue, PathValue } from "./check-values.ts";
import type { QueryLanguage, StateType } from "./definition.ts";
import type { Fields } from "./types.ts";

/** The name of a state that is there, or the mistake. */
export type Target<Field extends string, Given, Names extends string> = Given extends string
  ? string extends Given
    ? Given
    : Given extends Names
      ? Given
      : `${Field}: no state named '${Given}' in this machine`
  : `${Field}: must be the name of a state`;

/** A whole machine, with a text that names the mistake in the place of everything that is wrong. */
export type CheckedMachine<Machine> = {
  readonly [Key in keyof Machine]: Key extends "StartAt" | "States" | "Comment"
    ? CheckedScopeField<Machine, Key, MachineLanguage<Machine>>
    : Key extends "QueryLanguage"
      ? Machine[Key] extends QueryLanguage
        ? Machine[Key]
        : QueryLanguage
      : Key extends "Version"
        ? "1.0"
        : Key extends "TimeoutSeconds"
          ? Positive<"TimeoutSeconds", Machine[Key]>
          : `${Key & string}: no such field in a state machine`;
};

type MachineLanguage<Machine> = Machine extends { readonly QueryLanguage: infer Language extends QueryLanguage }
  ? Language
  : "JSONPath";

type NamesOf<Scope> = Scope extends { readonly States: infer States } ? keyof States & string : never;

/** A set of states that can only name each other. Whatever is inside inherits the machine's query language. */
type CheckedScope<Scope, Language extends QueryLanguage> = {
  readonly [Key in keyof Scope]: Key extends "StartAt" | "States" | "Comment"
    ? CheckedScopeField<Scope, Key, Language>
    : `${Key & string}: no such field in a branch`;
};

type CheckedScopeField<Scope, Key extends keyof Scope, Language extends QueryLanguage> = Key extends "StartAt"
  ? Target<"StartAt", Scope[Key], NamesOf<Scope>>
  : Key extends "States"
    ? { readonly [Name in keyof Scope[Key]]: CheckedState<Scope[Key][Name], NamesOf<Scope>, Language> }
    : Scope[Key];

type LanguageOf<State, Machine extends QueryLanguage> = State extends {
  readonly QueryLanguage: infer Own extends QueryLanguage;
}
  ? Own
  : Machine;

type CheckedState<State, Names extends string, Machine extends QueryLanguage> = State extends {
  readonly Type: infer Type extends StateType;
}
  ? StateType extends Type
    ? State
    : {
        readonly [Key in keyof State]: Key extends "Type"
          ? Transitions<State, Type>
          : Key extends "QueryLanguage"
            ? OwnLanguage<State[Key], Machine>
            : Key extends string
              ? Field<State, Key, Type, LanguageOf<State, Machine>, Names, Machine>
              : State[Key];
      } & Missing<State, Fields[Type]["both"]>
  : { readonly Type: StateType };

type OwnLanguage<Own, Machine extends QueryLanguage> = Own extends QueryLanguage
  ? [Own, Machine] extends ["JSONPath", "JSONata"]
    ? "QueryLanguage: a state cannot be JSONPath in a machine that is JSONata"
    : Own
  : QueryLanguage;

/** Where a state goes on: the mistake is shown at its Type, as there may be no other field to show it at. */
type Transitions<State, Type extends StateType> = Type extends "Choice" | "Succeed" | "Fail"
  ? Type
  : State extends { readonly Next: unknown }
    ? State extends { readonly End: unknown }
      ? `a ${Type} state has either Next or End, not both`
      : WaitTime<State, Type>
    : State extends { readonly End: unknown }
      ? WaitTime<State, Type>
      : `a ${Type} state needs Next or End: true`;

/** A Wait says in exactly one way for how long. */
type WaitTime<State, Type> = Type extends "Wait"
  ? Extract<keyof State, "Seconds" | "SecondsPath" | "Timestamp" | "TimestampPath"> extends infer Ways
    ? [Ways] extends [never]
      ? "a Wait state needs Seconds, Timestamp, SecondsPath or TimestampPath"
      : IsUnion<Ways> extends true
        ? "a Wait state has one of Seconds, Timestamp, SecondsPath and TimestampPath"
        : Type
    : never
  : Type extends "Map"
    ? State extends { readonly ItemProcessor: unknown } | { readonly Iterator: unknown }
      ? Type
      : "a Map state needs an ItemProcessor"
    : Type;

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** Required fields that are not there. */
type Missing<State, Known> = { readonly [Key in Exclude<RequiredKeys<Known>, keyof State>]: Known[Key] };
type RequiredKeys<T> = { [Key in keyof T]-?: Record<never, never> extends Pick<T, Key> ? never : Key }[keyof T];

type Other<Language extends QueryLanguage> = Language extends "JSONata" ? "JSONPath" : "JSONata";

/** One field of a state. */
type Field<
  State,
  Key extends keyof State & string,
  Type extends StateType,
  Language extends QueryLanguage,
  Names extends string,
  Machine extends QueryLanguage,
> = Key extends keyof Fields[Type]["both"]
  ? SharedField<Key, State[Key], Fields[Type]["both"][Key], Language, Names, Machine>
  : Key extends keyof Fields[Type][Language]
    ? Key extends "Result"
      ? State[Key]
      : Value<State[Key], Fields[Type][Language][Key], Language>
    : Key extends keyof Fields[Type][Other<Language>]
      ? `${Key}: only ${Other<Language>} states have it; this state's query language is ${Language}`
      : `${Key}: a ${Type} state has no such field`;

type SharedField<
  Key extends string,
  Given,
  Expected,
  Language extends QueryLanguage,
  Names extends string,
  Machine extends QueryLanguage,
> = Key extends "Next" | "Default"
  ? Target<Key, Given, Names>
  : Key extends "End"
    ? Given extends true
      ? true
      : "End: can only be true"
    : Key extends "Retry"
      ? CheckedRetry<Given>
      : Key extends "Catch"
        ? { readonly [Index in keyof Given]: CheckedCatcher<Given[Index], Language, Names> }
        : Key extends "Choices"
          ? CheckedChoices<Given, Language, Names>
          : Key extends "Branches"
            ? { readonly [Index in keyof Given]: CheckedScope<Given[Index], Machine> }
            : Key extends "ItemProcessor" | "Iterator"
              ? CheckedProcessor<Given, Machine>
              : Key extends "TimeoutSeconds" | "HeartbeatSeconds"
                ? Positive<Key, Value<Given, Expected, Language>>
                : Key extends "Resource" | "Comment" | "Label"
                  ? Given extends string
                    ? Given
                    : string
                  : Value<Given, Expected, Language>;

/** A value that fits its field and speaks the state's language. */
type Value<Given, Expected, Language extends QueryLanguage> =
  Spoken<Given, Language> extends infer Checked
    ? Given extends Checked
      ? Given extends Expected
        ? Given
        : Given extends object
          ? Expected
          : Exclude<Expected, undefined>
      : Checked
    : never;

type Spoken<Given, Language extends QueryLanguage> = Language extends "JSONata"
  ? JsonataValue<Given>
  : PathValue<Given>;

type Positive<Key extends string, Given> = Given extends number
  ? number extends Given
    ? Given
    : `${Given}` extends `-${string}` | "0" | `${string}.${string}`
      ? `${Key}: must be a whole number of at least 1`
      : Given
  : Given;

type CheckedCatcher<Given, Language extends QueryLanguage, Names extends string> = {
  readonly [Key in keyof Given]: Key extends "Next"
    ? Target<"Catch", Given[Key], Names>
    : Key extends "ErrorEquals"
      ? ErrorNames<Given[Key]>
      : Key extends "Comment"
        ? Given[Key]
        : Key extends "Assign"
          ? Spoken<Given[Key], Language>
          : Key extends "Output"
            ? Language extends "JSONata"
              ? JsonataValue<Given[Key]>
              : "Output: only JSONata states have it; this state's query language is JSONPath"
            : Key extends "ResultPath"
              ? Language extends "JSONPath"
                ? Given[Key]
                : "ResultPath: only JSONPath states have it; this state's query language is JSONata"
              : `${Key & string}: no such field in a Catch`;
} & { readonly [Key in Exclude<"ErrorEquals" | "Next", keyof Given>]: `a Catch needs ${Key}` };

type CheckedProcessor<Given, Machine extends QueryLanguage> = {
  readonly [Key in keyof Given]: Key extends "StartAt" | "States" | "Comment"
    ? CheckedScopeField<Given, Key, Machine>
    : Key extends "ProcessorConfig"
      ? Given[Key] extends { readonly Mode: "DISTRIBUTED" }
        ? Given[Key] extends { readonly ExecutionType: "STANDARD" | "EXPRESS" }
          ? Given[Key]
          : "ProcessorConfig: a distributed Map needs ExecutionType STANDARD or EXPRESS"
        : Given[Key] extends { readonly Mode: "INLINE" }
          ? Given[Key]
          : "ProcessorConfig: Mode is INLINE or DISTRIBUTED"
      : `${Key & string}: no such field in an ItemProcessor`;
};
