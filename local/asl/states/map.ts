import type { Json, JsonObject } from "../../json.ts";
import { Chain } from "../chain.ts";
import type { MapItem } from "../context-object.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import { Failure } from "../failure.ts";
import { checkPayload } from "../limits.ts";
import type { StateSet } from "../machine.ts";
import type { Target } from "../target.ts";
import { runChildren } from "./children.ts";
import { DistributedMap } from "./map-distributed.ts";
import { compileItemSelector, type ItemSelector } from "./map-item-selector.ts";
import { compileItems, type Items } from "./map-items.ts";
import { compileNumber, type NumberField } from "./number-field.ts";
import { mapTexts } from "./number-texts.ts";
import { RetriableState } from "./retriable-state.ts";
import type { StateSource } from "./state-source.ts";

/** More iterations of an inline Map never run at once, whatever MaxConcurrency says (AWS: state-map-inline). */
const INLINE_CONCURRENCY = 40;

/** Runs its item processor for each item; its result is the array of the outputs, in the order of the items. */
export class MapState extends RetriableState {
  readonly #flow: DataFlow;
  readonly #items: Items;
  readonly #select: ItemSelector;
  readonly #processor: StateSet;
  readonly #maxConcurrency: NumberField;
  readonly #distributed: DistributedMap | undefined;
  readonly #next: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    const { fields, language } = source;
    this.#flow = compileFlow(fields, { language, type: "Map", hasResult: true });
    this.#select = compileItemSelector(fields, language);
    const name = fields["ItemProcessor"] === undefined ? "Iterator" : "ItemProcessor";
    const processor = (fields[name] ?? {}) as JsonObject;
    this.#processor = source.compileInner(processor, `/${name}`);
    this.#maxConcurrency = compileNumber(fields, "MaxConcurrency", {
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      texts: mapTexts(
        "MaxConcurrency",
        "integer",
        (value) => `Expected non-negative integer for MaxConcurrency, got '${value}' instead.`,
      ),
    });
    this.#distributed = DistributedMap.compile(source, processor, this.#processor);
    this.#items = compileItems(fields, language, this.#distributed !== undefined);
    this.#next = source.target(fields["Next"]);
  }

  get processor(): StateSet {
    return this.#processor;
  }

  protected async attempt(chain: Chain): Promise<void> {
    const input = this.#flow.prepare(chain) as Json;
    const maxConcurrency = (await this.#maxConcurrency(chain, input)) ?? 0;
    const found = this.#items(chain, input);
    const items = found instanceof Promise ? await found : found;
    const visit = chain.visiting();
    if (visit.startedEventId === 0) {
      visit.startedEventId = chain.record("MapStateStarted", undefined, undefined, { length: items.length });
    }
    const result = await this.#work(chain, input, items, maxConcurrency);
    chain.note("MapStateSucceeded");
    chain.run.observer?.data("result", result);
    return this.#flow.finish(chain, result, this.#next);
  }

  async #work(chain: Chain, input: Json, items: readonly MapItem[], maxConcurrency: number): Promise<Json> {
    try {
      const result =
        this.#distributed === undefined
          ? await this.#iterate(chain, input, items, maxConcurrency)
          : await this.#distributed.run(chain, { input, items, maxConcurrency, select: this.#select });
      checkPayload(result, this.name);
      return result;
    } catch (reason) {
      throw reason instanceof Failure ? reason.of("MapStateFailed") : reason;
    }
  }

  #iterate(chain: Chain, input: Json, items: readonly MapItem[], maxConcurrency: number): Promise<Json> {
    const started = chain.visiting().startedEventId;
    const { observer } = chain.run;
    const inputs: Json[] = [];
    const begin = (item: MapItem, value: Json): Chain => {
      if (observer !== undefined) {
        inputs[item.index] = value;
        observer.data("afterItemSelector", inputs);
      }
      const child = new Chain(chain.run, this.#processor, { parent: chain, item, input: value, last: started });
      child.record("MapIterationStarted", this.name, undefined, child.iteration);
      return child;
    };
    return runChildren(chain, {
      count: items.length,
      concurrency: maxConcurrency === 0 ? INLINE_CONCURRENCY : Math.min(maxConcurrency, INLINE_CONCURRENCY),
      begin: (index) => {
        const item = items[index];
        if (item === undefined) throw new RangeError("no such item");
        const value = this.#select(chain, input, item);
        return value instanceof Promise ? value.then((selected) => begin(item, selected)) : begin(item, value);
      },
      succeeded: (child) => succeeded(child, this.name),
      failed: (child, last) =>
        child.run.history.append("MapIterationFailed", last, this.name, undefined, child.iteration),
    });
  }
}

/** The Map goes on from its last iteration's success, for which the iteration's own chain is over already. */
function succeeded(child: Chain, name: string): void {
  child.last = child.run.history.append("MapIterationSucceeded", child.last, name, undefined, child.iteration);
}
