import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import type { Clock } from "../clock/clock.ts";
import type { Json, JsonObject, Wire } from "../json.ts";
import { detailsOf } from "./history-details.ts";

/** A history event as GetExecutionHistory answers it: epoch seconds, `…EventDetails` members. */
export type WireEvent = Wire<HistoryEvent>;

/**
 * One event, as small as it can be kept: values are held by reference (JSON values are never changed once made) and
 * become text only when somebody reads the history.
 */
export interface StoredEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly type: HistoryEventType;
  /** The state's name, for the events that carry it beside a value. */
  readonly name: string | undefined;
  /** The value that the details show as text: `input`, `output` or `parameters`. */
  readonly data: Json | undefined;
  /** The other members of the details. */
  readonly more: JsonObject | undefined;
}

/** Told of each event as it is written. */
export type HistoryListener = (event: StoredEvent, history: History) => void;

/** GetExecutionHistory keeps at most so many events of a Standard execution; the last one is then its failure. */
export const STANDARD_EVENT_LIMIT = 25_000;

/** The next event would be beyond the limit: the execution fails instead. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull";
}

/**
 * What an execution has done, in order; only ever appended to.
 *
 * AWS: API_HistoryEvent; ids from 1 without gaps, `previousEventId` the event that caused it (turbot/steampipe-plugin-aws#873).
 */
export class History {
  readonly #clock: Pick<Clock, "now">;
  readonly #events: StoredEvent[] = [];
  readonly #keep: boolean;
  readonly #limit: number;
  readonly #listeners: HistoryListener[] = [];
  #count = 0;
  #lastTime = 0;

  /**
   * @param options.limit {@link STANDARD_EVENT_LIMIT} for Standard; none for Express, which is limited in time only.
   * @param options.keep false for Express: its events go to the listeners (the execution log) and are forgotten, as AWS
   * has no history of them.
   */
  constructor(clock: Pick<Clock, "now">, options: { readonly limit?: number; readonly keep?: boolean } = {}) {
    this.#clock = clock;
    this.#limit = options.limit ?? Number.POSITIVE_INFINITY;
    this.#keep = options.keep ?? true;
  }

  /** A history as the type of execution has it. */
  static of(type: "STANDARD" | "EXPRESS", clock: Pick<Clock, "now">): History {
    return type === "STANDARD"
      ? new History(clock, { limit: STANDARD_EVENT_LIMIT })
      : new History(clock, { keep: false });
  }

  /** Takes up what {@link events} answered before a restart. */
  static restore(events: readonly WireEvent[], clock: Pick<Clock, "now">): History {
    const history = History.of("STANDARD", clock);
    for (const event of events) history.#push(stored(event));
    return history;
  }

  /** How many events have been written. */
  get length(): number {
    return this.#count;
  }

  /** When the last event was written, in milliseconds since the epoch. */
  get lastTime(): number {
    return this.#lastTime;
  }

  listen(listener: HistoryListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Writes an event that may still be followed by others.
   *
   * @returns its id.
   * @throws HistoryFull where only the execution's failure would fit.
   */
  append(
    type: HistoryEventType,
    previousEventId: number,
    name?: string | undefined,
    data?: Json | undefined,
    more?: JsonObject | undefined,
  ): number {
    if (this.#count + 1 >= this.#limit) throw new HistoryFull();
    return this.#write(type, previousEventId, name, data, more);
  }

  /** Writes the event that ends the execution, for which there is always room. */
  close(type: HistoryEventType, previousEventId: number, data: Json | undefined, more: JsonObject | undefined): number {
    return this.#write(type, previousEventId, undefined, data, more);
  }

  /**
   * The events in the API's shape, oldest first.
   *
   * @param options.from,options.to positions as of Array.slice.
   * @param options.includeExecutionData false leaves out inputs and outputs, as the API's parameter of that name.
   */
  events(
    options: { readonly from?: number; readonly to?: number; readonly includeExecutionData?: boolean } = {},
  ): WireEvent[] {
    const includeData = options.includeExecutionData ?? true;
    return this.#events.slice(options.from, options.to).map((event) => wireEvent(event, includeData));
  }

  #write(
    type: HistoryEventType,
    previousEventId: number,
    name: string | undefined,
    data: Json | undefined,
    more: JsonObject | undefined,
  ): number {
    const id = this.#count + 1;
    this.#push({ id, previousEventId, timestamp: this.#clock.now(), type, name, data, more });
    return id;
  }

  #push(event: StoredEvent): void {
    this.#count++;
    this.#lastTime = event.timestamp;
    if (this.#keep) this.#events.push(event);
    for (const listener of this.#listeners) listener(event, this);
  }
}

/** An event in the API's shape, its members in alphabetical order as AWS writes them. */
export function wireEvent(event: StoredEvent, includeData = true): WireEvent {
  const { id, previousEventId, timestamp, type } = event;
  const { member, details } = detailsOf(event, includeData);
  const seconds = timestamp / 1000;
  if (member === undefined) return { id, previousEventId, timestamp: seconds, type };
  if (member < "id") return { [member]: details, id, previousEventId, timestamp: seconds, type };
  if (member < "previousEventId") return { id, [member]: details, previousEventId, timestamp: seconds, type };
  return { id, previousEventId, [member]: details, timestamp: seconds, type };
}

function stored(event: WireEvent): StoredEvent {
  const { timestamp, type, id, previousEventId, ...rest } = event;
  if (timestamp === undefined || type === undefined || id === undefined) throw new TypeError("not a history event");
  const details: JsonObject | undefined = Object.values<JsonObject | undefined>(rest)[0];
  return {
    id,
    previousEventId: previousEventId ?? 0,
    timestamp: Math.round(timestamp * 1000),
    type,
    name: undefined,
    data: undefined,
    more: details,
  };
}
