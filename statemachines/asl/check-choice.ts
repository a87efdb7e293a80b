import type { Target } from "./check.ts";
import type { JsonataValue, PathValue } from "./check-values.ts";
import type { QueryLanguage } from "./definition.ts";
import type { Jsonata, Path } from "./types.ts";

type Kinds = { String: string; Numeric: number; Timestamp: string };
type Orders = "Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals";

/** Every operator of a JSONPath comparison and what it compares with. */
export type Operators = { readonly [Kind in keyof Kinds as `${Kind}${Orders}`]: Kinds[Kind] } & {
  readonly [Kind in keyof Kinds as `${Kind}${Orders}Path`]: Path;
} & {
  readonly StringMatches: string;
  readonly BooleanEquals: boolean;
  readonly BooleanEqualsPath: Path;
} & { readonly [What in "Null" | "Present" | "Numeric" | "String" | "Boolean" | "Timestamp" as `Is${What}`]: boolean };

/** The rules of a Choice. */
export type CheckedChoices<Choices, Language extends QueryLanguage, Names extends string> = Choices extends readonly []
  ? "Choices: needs at least one rule"
  : { readonly [Index in keyof Choices]: Rule<Choices[Index], Language, Names> };

type Rule<Given, Language extends QueryLanguage, Names extends string> = Language extends "JSONata"
  ? JsonataRule<Given, Names>
  : PathRule<Given, Names>;

type JsonataRule<Given, Names extends string> = {
  readonly [Key in keyof Given]: Key extends "Next"
    ? Target<"Next", Given[Key], Names>
    : Key extends "Condition"
      ? Given[Key] extends boolean | Jsonata
        ? Given[Key]
        : JsonataValue<Given[Key]> extends Given[Key]
          ? "Condition: must be a JSONata expression: '{% … %}'"
          : JsonataValue<Given[Key]>
      : Key extends "Assign" | "Output"
        ? JsonataValue<Given[Key]>
        : Key extends "Comment"
          ? Given[Key]
          : Key extends keyof Operators | "Variable" | "And" | "Or" | "Not"
            ? `${Key & string}: only JSONPath states compare this way; this state's query language is JSONata: use Condition`
            : `${Key & string}: no such field in a Choice rule`;
} & Needed<Given, "Condition" | "Next", "a Choice rule">;

type PathRule<Given, Names extends string> = {
  readonly [Key in keyof Given]: Key extends "Next"
    ? Target<"Next", Given[Key], Names>
    : Key extends "Assign"
      ? PathValue<Given[Key]>
      : Key extends "Comment"
        ? Given[Key]
        : Key extends "Condition" | "Output"
          ? `${Key}: only JSONata states have it; this state's query language is JSONPath`
          : Comparison<Given, Key>;
} & Needed<Given, "Next", "a Choice rule"> &
  NeededVariable<Given>;

/** A field of a comparison, at the top or inside And, Or and Not. */
type Comparison<Given, Key extends keyof Given> = Key extends "Variable"
  ? [TestProblem<Given>] extends [never]
    ? Given[Key] extends Path
      ? Given[Key]
      : "Variable: must be a JSONPath, such as '$.total'"
    : TestProblem<Given>
  : Key extends "And" | "Or"
    ? InnerRules<Given[Key]>
    : Key extends "Not"
      ? Inner<Given[Key]>
      : Key extends keyof Operators
        ? Given[Key] extends Operators[Key]
          ? Given[Key]
          : Operators[Key]
        : `${Key & string}: no such field in a Choice rule`;

type InnerRules<Rules> = { readonly [Index in keyof Rules]: Inner<Rules[Index]> };

type Inner<Given> = {
  readonly [Key in keyof Given]: Key extends "Next"
    ? "Next: only a rule itself says where to go, not what is inside And, Or and Not"
    : Key extends "Comment"
      ? Given[Key]
      : Comparison<Given, Key>;
} & NeededVariable<Given>;

type Tests<Given> = Extract<keyof Given, keyof Operators | "And" | "Or" | "Not">;

/** A test is a Variable with one operator, or one of And, Or and Not; never, if it is one. */
type TestProblem<Given> = [Tests<Given>] extends [never]
  ? "a Choice rule needs an operator such as StringEquals, or And, Or, Not"
  : IsUnion<Tests<Given>> extends true
    ? "a Choice rule has one operator; use And for more"
    : never;

type NeededVariable<Given> = Given extends { readonly Variable: unknown }
  ? unknown
  : [TestProblem<Given>] extends [never]
    ? Tests<Given> extends keyof Operators
      ? { readonly Variable: "a comparison needs a Variable" }
      : unknown
    : { readonly Variable: TestProblem<Given> };

type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** Makes the compiler ask for fields that are missing. */
type Needed<Given, Keys extends string, What extends string> = {
  readonly [Key in Exclude<Keys, keyof Given>]: `${What} needs ${Key}`;
};
