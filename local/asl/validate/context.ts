import type { Json } from "../../json.ts";
import type { ReservedMember } from "../jsonata/top-level-references.ts";
import type { Findings } from "./findings.ts";

export type QueryLanguage = "JSONPath" | "JSONata";

/** What is known of the whole machine while its parts are checked. */
export interface MachineContext {
  readonly findings: Findings;
  readonly type: "STANDARD" | "EXPRESS";
  /** The machine's own language: states that name none have it, nested ones too (floci-io/floci#2968). */
  readonly language: QueryLanguage;
  /** All states' names and Maps' labels so far: they are unique in the whole machine. */
  readonly stateNames: Set<string>;
  readonly labels: Set<string>;
}

/** What is known of a state while its fields are checked. */
export interface StateContext extends MachineContext {
  /** The state's effective language. */
  readonly stateLanguage: QueryLanguage;
  /** The state may not have its language: that is said, and not which fields the language has not (floci#2972, measured on AWS). */
  readonly languageRefused?: boolean;
  /** What `$states` has besides in this field: `errorOutput` in a Catcher, `result` in what a state makes of its result. */
  readonly sees?: ReservedMember;
}

/** Checks one value, which stands at `location`. */
export type Check = (value: Json, location: string, context: StateContext) => void;
