import type { Json, QueryLanguage, StateType } from "./definition.ts";

/** A JSONata expression as a field holds it: nothing may stand before `{%` or after `%}`. */
export type Jsonata = `{%${string}%}`;

/** A JSONPath: into the input (`$.a`), the context object (`$$.Execution.Id`) or a variable (`$name.a`). */
export type Path = `$${string}`;

/** An intrinsic function of JSONPath states: `States.Format('{}', $.a)`. */
export type Intrinsic = `States.${string}(${string})`;

/** JSON in which keys that end with `.$` hold paths or intrinsic functions. */
export type PayloadTemplate = { readonly [key: string]: Json };

/** New values of variables: JSONata expressions in JSONata states, a payload template in JSONPath ones. */
export type Assignment = { readonly [variable: string]: Json };

/** When and how often a failed state is tried again. */
export interface Retrier {
  /** Names of errors; `States.ALL` alone and in the last retrier only. */
  readonly ErrorEquals: readonly [string, ...string[]];
  /** Seconds before the first repetition; at least 1. @default 1 */
  readonly IntervalSeconds?: number;
  /** Repetitions; 0 for none. @default 3 */
  readonly MaxAttempts?: number;
  /** By what the interval grows; at least 1. @default 2 */
  readonly BackoffRate?: number;
  /** The longest interval in seconds; more than `IntervalSeconds`, less than 31622400. */
  readonly MaxDelaySeconds?: number;
  /** `FULL` waits a random part of the interval. @default "NONE" */
  readonly JitterStrategy?: "FULL" | "NONE";
  readonly Comment?: string;
}

/** Where a state goes on when it fails for good. */
interface CatcherBase {
  readonly ErrorEquals: readonly [string, ...string[]];
  readonly Next: string;
  readonly Assign?: Assignment;
  readonly Comment?: string;
}

/** Catchers by query language. */
export interface Catchers {
  readonly JSONPath: CatcherBase & { readonly ResultPath?: Path | null };
  readonly JSONata: CatcherBase & { readonly Output?: Json };
}

/** Fields that most states have. */
interface Common {
  readonly Type: StateType;
  readonly Comment?: string;
  readonly QueryLanguage?: QueryLanguage;
}

/** Exactly one of them: `define.ts` sees to it. */
interface Transition {
  readonly Next?: string;
  readonly End?: true;
}

interface Failing {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly (Catchers["JSONPath"] | Catchers["JSONata"])[];
}

/** What goes in and out of a JSONPath state. */
interface PathFilters {
  readonly InputPath?: Path | null;
  readonly OutputPath?: Path | null;
}

interface Credentials {
  readonly RoleArn?: string;
  readonly "RoleArn.$"?: Path | Intrinsic;
}

/** A number that an expression may compute. */
type NumberOrJsonata = number | Jsonata;

/** Items that a distributed Map reads from Amazon S3. */
interface ItemReader {
  readonly Resource: string;
  readonly ReaderConfig?: { readonly [name: string]: Json };
}

/** Where a distributed Map writes results to. */
interface ResultWriter {
  readonly Resource?: string;
  readonly WriterConfig?: { readonly [name: string]: Json };
}

/** Items of a distributed Map that go together to one execution. */
interface ItemBatcher {
  readonly BatchInput?: Json;
}

/** The states that a Map runs for each item. */
export interface ItemProcessor {
  readonly ProcessorConfig?:
    | { readonly Mode: "INLINE" }
    | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "STANDARD" | "EXPRESS" };
  readonly StartAt: string;
  readonly States: { readonly [name: string]: unknown };
  readonly Comment?: string;
}

/** A branch of a Parallel. */
export interface Branch {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: unknown };
  readonly Comment?: string;
}

/**
 * Every field of every state: those of both query languages, those of JSONPath alone, those of JSONata alone.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export interface Fields {
  readonly Pass: {
    readonly both: Common & Transition & { readonly Assign?: Assignment };
    readonly JSONPath: PathFilters & {
      readonly Parameters?: PayloadTemplate;
      readonly Result?: Json;
      readonly ResultPath?: Path | null;
    };
    readonly JSONata: { readonly Output?: Json };
  };
  readonly Task: {
    readonly both: Common &
      Transition &
      Failing & {
        readonly Resource: string;
        readonly Assign?: Assignment;
        readonly Credentials?: Credentials;
        readonly TimeoutSeconds?: NumberOrJsonata;
        readonly HeartbeatSeconds?: NumberOrJsonata;
      };
    readonly JSONPath: PathFilters & {
      readonly Parameters?: PayloadTemplate;
      readonly ResultSelector?: PayloadTemplate;
      readonly ResultPath?: Path | null;
      readonly TimeoutSecondsPath?: Path;
      readonly HeartbeatSecondsPath?: Path;
    };
    readonly JSONata: { readonly Arguments?: Json; readonly Output?: Json };
  };
  readonly Choice: {
    readonly both: Common & {
      readonly Choices: readonly [unknown, ...unknown[]];
      readonly Default?: string;
      readonly Assign?: Assignment;
    };
    readonly JSONPath: PathFilters;
    readonly JSONata: { readonly Output?: Json };
  };
  readonly Wait: {
    readonly both: Common &
      Transition & {
        readonly Seconds?: NumberOrJsonata;
        readonly Timestamp?: string;
        readonly Assign?: Assignment;
      };
    readonly JSONPath: PathFilters & { readonly SecondsPath?: Path; readonly TimestampPath?: Path };
    readonly JSONata: { readonly Output?: Json };
  };
  readonly Succeed: {
    readonly both: Common;
    readonly JSONPath: PathFilters;
    readonly JSONata: { readonly Output?: Json };
  };
  readonly Fail: {
    readonly both: Common & { readonly Error?: string; readonly Cause?: string };
    readonly JSONPath: { readonly ErrorPath?: Path | Intrinsic; readonly CausePath?: Path | Intrinsic };
    readonly JSONata: Record<never, never>;
  };
  readonly Parallel: {
    readonly both: Common &
      Transition &
      Failing & { readonly Branches: readonly [Branch, ...Branch[]]; readonly Assign?: Assignment };
    readonly JSONPath: PathFilters & {
      readonly Parameters?: PayloadTemplate;
      readonly ResultSelector?: PayloadTemplate;
      readonly ResultPath?: Path | null;
    };
    readonly JSONata: { readonly Arguments?: Json; readonly Output?: Json };
  };
  readonly Map: {
    readonly both: Common &
      Transition &
      Failing & {
        readonly ItemProcessor?: ItemProcessor;
        /** The old name of `ItemProcessor`. */
        readonly Iterator?: ItemProcessor;
        readonly ItemSelector?: Json;
        readonly ItemReader?: ItemReader & { readonly Parameters?: Json; readonly Arguments?: Json };
        readonly ItemBatcher?: ItemBatcher & { readonly [name: string]: Json | undefined };
        readonly ResultWriter?: ResultWriter & { readonly Parameters?: Json; readonly Arguments?: Json };
        readonly MaxConcurrency?: NumberOrJsonata;
        readonly ToleratedFailureCount?: NumberOrJsonata;
        readonly ToleratedFailurePercentage?: NumberOrJsonata;
        readonly Label?: string;
        readonly Assign?: Assignment;
      };
    readonly JSONPath: PathFilters & {
      readonly ItemsPath?: Path;
      /** The old name of `ItemSelector`. */
      readonly Parameters?: PayloadTemplate;
      readonly ResultSelector?: PayloadTemplate;
      readonly ResultPath?: Path | null;
      readonly MaxConcurrencyPath?: Path;
      readonly ToleratedFailureCountPath?: Path;
      readonly ToleratedFailurePercentagePath?: Path;
    };
    readonly JSONata: { readonly Items?: Json; readonly Output?: Json };
  };
}

/** A state of one type and query language, without the checks that need the other states: see `define.ts`. */
export type State<
  Type extends StateType = StateType,
  Language extends QueryLanguage = QueryLanguage,
> = Type extends StateType
  ? Language extends QueryLanguage
    ? Omit<Fields[Type]["both"], "Type"> & Fields[Type][Language] & { readonly Type: Type }
    : never
  : never;
