import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { type CompiledChoiceRule, compileChoiceRule } from "../choice.ts";
import { compileFlow, type DataFlow, type FlowOptions } from "../data-flow.ts";
import { StateError } from "../errors.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import type { Target } from "../target.ts";
import type { State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

interface Rule {
  readonly applies: CompiledChoiceRule;
  readonly flow: DataFlow;
  readonly next: Target | undefined;
}

/** Goes where the first rule that applies says, in the order of writing, or to `Default`. */
export class ChoiceState extends CompiledState implements State {
  readonly #flow: DataFlow;
  readonly #rules: readonly Rule[];
  readonly #default: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    const { fields, language } = source;
    const options: FlowOptions = { language, type: "Choice", hasResult: false };
    this.#flow = compileFlow(fields, options);
    this.#default = source.target(fields["Default"]);
    this.#rules = ((fields["Choices"] ?? []) as readonly JsonObject[]).map((rule, index) => ({
      applies: compileChoiceRule(rule, language, `Choices[${index}]`),
      flow: compileFlow(fieldsOfRule(fields, rule), { ...options, at: `Choices[${index}]/` }),
      next: source.target(rule["Next"]),
    }));
  }

  run(chain: Chain): void | Promise<void> {
    const input = this.#flow.prepare(chain) as Json;
    return this.#choose(chain, input, 0);
  }

  /** Asks the rules from `first` on; waits only for those that are evaluated asynchronously. */
  #choose(chain: Chain, input: Json, first: number): void | Promise<void> {
    const scope = this.language === "JSONata" ? jsonataScope(chain) : chain.scope;
    chain.scope.input = input;
    for (let index = first; index < this.#rules.length; index++) {
      const rule = this.#rules[index];
      if (rule === undefined) break;
      const applies = rule.applies(scope);
      if (applies === true) return rule.flow.finish(chain, input, rule.next);
      if (applies !== false) return this.#await(chain, input, index, applies);
    }
    if (this.#default === undefined) {
      // Documented as States.NoChoiceMatched; AWS was measured to answer this name (floci-io/floci#3167); the text is [recall].
      throw new StateError(
        "States.Runtime",
        "Failed to transition out of the state. The state does not point to a next state.",
      );
    }
    return this.#flow.finish(chain, input, this.#default);
  }

  async #await(chain: Chain, input: Json, index: number, applies: Promise<boolean>): Promise<void> {
    const rule = this.#rules[index];
    if ((await chain.wait(applies)) && rule !== undefined) return rule.flow.finish(chain, input, rule.next);
    return this.#choose(chain, input, index + 1);
  }
}

/** A rule that applies brings its own Output and Assign; the state's are for `Default` (AWS: workflow-variables). */
function fieldsOfRule(state: JsonObject, rule: JsonObject): JsonObject {
  const { Output, Assign, ...fields } = state;
  return {
    ...fields,
    ...(rule["Output"] === undefined ? {} : { Output: rule["Output"] }),
    ...(rule["Assign"] === undefined ? {} : { Assign: rule["Assign"] }),
  };
}
