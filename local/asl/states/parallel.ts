import type { Json, JsonObject } from "../../json.ts";
import { Chain } from "../chain.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import { Failure } from "../failure.ts";
import { checkPayload } from "../limits.ts";
import type { StateSet } from "../machine.ts";
import type { Target } from "../target.ts";
import { runChildren } from "./children.ts";
import { RetriableState } from "./retriable-state.ts";
import type { StateSource } from "./state-source.ts";

/** Runs its branches at the same time, each on the same input; its result is the array of their outputs. */
export class ParallelState extends RetriableState {
  readonly #flow: DataFlow;
  readonly #branches: readonly StateSet[];
  readonly #next: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    const { fields, language } = source;
    this.#flow = compileFlow(fields, { language, type: "Parallel", hasResult: true });
    this.#branches = ((fields["Branches"] ?? []) as readonly JsonObject[]).map((branch, index) =>
      source.compileInner(branch, `/Branches[${index}]`),
    );
    this.#next = source.target(fields["Next"]);
  }

  get branches(): readonly StateSet[] {
    return this.#branches;
  }

  protected async attempt(chain: Chain): Promise<void> {
    const visit = chain.visiting();
    const prepared = this.#flow.prepare(chain);
    const input = prepared instanceof Promise ? await prepared : prepared;
    if (visit.startedEventId === 0) visit.startedEventId = chain.record("ParallelStateStarted");
    const result = await this.#work(chain, input, visit.startedEventId);
    chain.note("ParallelStateSucceeded");
    chain.run.observer?.data("result", result);
    return this.#flow.finish(chain, result, this.#next);
  }

  async #work(chain: Chain, input: Json, started: number): Promise<Json> {
    try {
      const result = await runChildren(chain, {
        count: this.#branches.length,
        concurrency: this.#branches.length,
        begin: (index) =>
          new Chain(chain.run, this.#branches[index] ?? unknownBranch(), { parent: chain, input, last: started }),
        succeeded: () => undefined,
        failed: () => undefined,
      });
      checkPayload(result, this.name);
      return result;
    } catch (reason) {
      throw reason instanceof Failure ? reason.of("ParallelStateFailed") : reason;
    }
  }
}

function unknownBranch(): never {
  throw new RangeError("no such branch");
}
