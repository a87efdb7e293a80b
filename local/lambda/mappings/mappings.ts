import type { Json } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Collection } from "../../storage.ts";
import { notFound } from "../errors.ts";
import type { Executor } from "../execution/executor.ts";
import type { Functions } from "../functions.ts";
import { isQueue, type Mapping } from "./mapping.ts";
import type { Poller, PollerContext } from "./poller.ts";
import { QueuePoller } from "./queue-poller.ts";
import { StreamPoller } from "./stream-poller.ts";

/** The event source mappings, each with its poller while it is enabled. */
export class Mappings {
  readonly #context: PollerContext;
  readonly #kept: Collection;
  readonly #mappings = new Map<string, Mapping>();
  readonly #pollers = new Map<string, Poller>();
  #resumed = false;

  constructor(environment: Environment, functions: Functions, executor: Executor) {
    this.#context = { environment, functions, executor };
    this.#kept = environment.storage.collection("lambda-mappings");
    for (const [uuid, mapping] of this.#kept.entries()) this.#mappings.set(uuid, mapping as unknown as Mapping);
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  get(uuid: string | undefined): Mapping {
    const mapping = this.#mappings.get(uuid ?? "");
    if (mapping === undefined) throw notFound("The resource you requested does not exist.");
    return mapping;
  }

  all(): Mapping[] {
    return [...this.#mappings.values()].sort((one, other) => (one.uuid < other.uuid ? -1 : 1));
  }

  /** Adds or changes a mapping, and polls accordingly. */
  save(mapping: Mapping): void {
    this.#mappings.set(mapping.uuid, mapping);
    this.#kept.put(mapping.uuid, mapping as unknown as Json);
    const poller = this.#pollers.get(mapping.uuid);
    if (poller !== undefined && mapping.enabled) poller.change(mapping);
    else if (mapping.enabled) this.#poll(mapping);
    else this.#end(mapping.uuid);
  }

  delete(uuid: string): void {
    this.#end(uuid);
    this.#mappings.delete(uuid);
    this.#kept.delete(uuid);
  }

  /** Starts polling, for the mappings that were kept and those that were made until now. */
  resume(): void {
    this.#resumed = true;
    for (const mapping of this.#mappings.values()) if (mapping.enabled) this.#poll(mapping);
  }

  stop(): void {
    for (const uuid of this.#pollers.keys()) this.#end(uuid);
  }

  #poll(mapping: Mapping): void {
    if (!this.#resumed || this.#pollers.has(mapping.uuid)) return;
    const poller = isQueue(mapping.source)
      ? new QueuePoller(mapping, this.#context)
      : new StreamPoller(mapping, this.#context);
    this.#pollers.set(mapping.uuid, poller);
    poller.start();
  }

  #end(uuid: string): void {
    this.#pollers.get(uuid)?.stop();
    this.#pollers.delete(uuid);
  }
}
