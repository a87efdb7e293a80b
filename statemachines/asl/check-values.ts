import type { Jsonata } from "./types.ts";

// What stands in the fields of a state, by query language. A type that is fine stays what it is; in the place of one that is
// not stands a text that names the mistake, and the compiler shows it: `Type '"$.a"' is not assignable to type '"…"'`.

/** Texts that are JSONPaths to anybody who reads them. */
type LooksLikePath = "$" | "$$" | `$.${string}` | `$$.${string}` | `$[${string}`;

/** A value in a JSONata state: no JSONPath, no key with `.$`, no expression with something around it. */
export type JsonataValue<Value> = Value extends string
  ? JsonataText<Value>
  : Value extends readonly unknown[]
    ? { readonly [Index in keyof Value]: JsonataValue<Value[Index]> }
    : Value extends object
      ? { readonly [Key in keyof Value]: Key extends `${infer Name}.$` ? PathKey<Name> : JsonataValue<Value[Key]> }
      : Value;

type JsonataText<Text extends string> = string extends Text
  ? Text
  : Text extends Jsonata
    ? Text
    : Text extends LooksLikePath
      ? `'${Text}' is a JSONPath, and this state's query language is JSONata: write '{% $states.input… %}'`
      : Text extends `{%${string}` | `${string}%}`
        ? `'${Text}' is half an expression: a JSONata expression begins with '{%' and ends with '%}'`
        : Text;

type PathKey<Name extends string> =
  `'${Name}.$' is a key of JSONPath states, and this state's query language is JSONata: write '${Name}' and an expression`;

/** A value in a JSONPath state: no JSONata expression, and paths or intrinsic functions under keys with `.$`. */
export type PathValue<Value> = Value extends string
  ? PathText<Value>
  : Value extends readonly unknown[]
    ? { readonly [Index in keyof Value]: PathValue<Value[Index]> }
    : Value extends object
      ? { readonly [Key in keyof Value]: Key extends `${string}.$` ? Dynamic<Key, Value[Key]> : PathValue<Value[Key]> }
      : Value;

type PathText<Text extends string> = Text extends Jsonata
  ? `'${Text}' is a JSONata expression, and this state's query language is JSONPath`
  : Text;

type Dynamic<Key extends string, Value> = Value extends string
  ? string extends Value
    ? Value
    : Value extends `$${string}` | `States.${string}(${string})`
      ? Value
      : `${Key}: '${Value}' is neither a JSONPath nor an intrinsic function`
  : `${Key}: must be a text with a JSONPath or an intrinsic function`;

/** Retriers, their numbers within what AWS allows where they are known. */
export type CheckedRetry<Retry> = {
  readonly [Index in keyof Retry]: {
    readonly [Key in keyof Retry[Index]]: Key extends keyof RetryRules
      ? RetryNumber<Key, Retry[Index][Key]>
      : CheckedRetryField<Key, Retry[Index][Key]>;
  };
};

/** The numbers of a retrier and what AWS asks of them. */
interface RetryRules {
  readonly IntervalSeconds: "must be a whole number of at least 1";
  readonly MaxAttempts: "must be a whole number of at least 0";
  readonly MaxDelaySeconds: "must be a whole number of at least 1";
  readonly BackoffRate: "must be at least 1";
}

type RetryNumber<Key extends keyof RetryRules, Value> = Value extends number
  ? number extends Value
    ? Value
    : `${Value}` extends WrongNumber<Key>
      ? `${Key}: ${Value} ${RetryRules[Key]}`
      : Key extends "BackoffRate"
        ? Value
        : `${Value}` extends `${bigint}`
          ? Value
          : `${Key}: ${Value} ${RetryRules[Key]}`
  : `${Key}: ${RetryRules[Key]}`;

type WrongNumber<Key> = Key extends "MaxAttempts" ? `-${string}` : `-${string}` | "0" | `0.${string}`;

type CheckedRetryField<Key, Value> = Key extends "ErrorEquals"
  ? ErrorNames<Value>
  : Key extends "JitterStrategy"
    ? Value extends "FULL" | "NONE"
      ? Value
      : "JitterStrategy: must be FULL or NONE"
    : Key extends "Comment"
      ? Value
      : `${Key & string}: no such field in a Retry`;

/** Names of errors: at least one, and `States.ALL` alone. */
export type ErrorNames<Names> = Names extends readonly []
  ? "ErrorEquals: names at least one error"
  : Names extends readonly [unknown, unknown, ...unknown[]]
    ? "States.ALL" extends Names[number]
      ? string extends Names[number]
        ? Names
        : "ErrorEquals: States.ALL stands alone"
      : Names
    : Names;
