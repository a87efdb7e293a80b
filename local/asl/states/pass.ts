import type { Json } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import type { Target } from "../target.ts";
import type { State } from "./state.ts";
import { CompiledState, type StateSource } from "./state-source.ts";

/** Passes its input on, or a fixed `Result`, or what `Parameters` or `Output` make of it. */
export class PassState extends CompiledState implements State {
  readonly #flow: DataFlow;
  readonly #result: Json | undefined;
  readonly #next: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    this.#flow = compileFlow(source.fields, { language: source.language, type: "Pass", hasResult: false });
    this.#result = source.fields["Result"];
    this.#next = source.target(source.fields["Next"]);
  }

  run(chain: Chain): void | Promise<void> {
    // A Pass has no Arguments, so there is nothing to wait for on the way in.
    const input = this.#flow.prepare(chain) as Json;
    return this.#flow.finish(chain, this.#result ?? input, this.#next);
  }
}
