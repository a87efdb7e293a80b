import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "../../json.ts";
import type { StateSet } from "../machine.ts";
import type { Target } from "../target.ts";
import type { QueryLanguage, StateType } from "./state.ts";

/** One state of a definition, about to be compiled. */
export interface StateSource {
  readonly name: string;
  readonly fields: JsonObject;
  readonly language: QueryLanguage;
  /** Its place in the definition: `/States/A`. */
  readonly at: string;
  /** The state that a transition names; undefined where there is no name. */
  target(name: Json | undefined): Target | undefined;
  /**
   * Compiles a branch or an item processor, whose states start from the machine's query language, not from this state's.
   *
   * @param at its place after this state's: `/Branches[0]`.
   */
  compileInner(definition: JsonObject, at: string): StateSet;
}

/** What all states have, whatever their type. */
export abstract class CompiledState {
  readonly name: string;
  readonly type: StateType;
  readonly language: QueryLanguage;
  readonly entered: HistoryEventType;

  constructor({ name, fields, language }: StateSource) {
    this.name = name;
    this.type = fields["Type"] as StateType;
    this.language = language;
    this.entered = `${this.type}StateEntered`;
  }
}
