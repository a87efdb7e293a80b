import type { Json } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import type { State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

/** Ends its chain with its input, or with what `OutputPath` or `Output` make of it. */
export class SucceedState extends CompiledState implements State {
  readonly #flow: DataFlow;

  constructor(source: StateSource) {
    super(source);
    this.#flow = compileFlow(source.fields, { language: source.language, type: "Succeed", hasResult: false });
  }

  run(chain: Chain): void | Promise<void> {
    return this.#flow.finish(chain, this.#flow.prepare(chain) as Json, undefined);
  }
}
