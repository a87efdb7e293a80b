import type { Clock, Timer } from "../clock/clock.ts";
import type { Collection } from "../storage.ts";
import { type Connection, type ConnectionFacts, keptFacts, revivedFacts } from "./connection.ts";

/** A connection without a message in either direction is closed after this long. */
const IDLE_LIMIT = 10 * 60 * 1000;
/** No connection lives longer. */
const LIFETIME_LIMIT = 2 * 60 * 60 * 1000;

/** Why the gateway itself ends a connection. */
export type Expiry = "idle" | "lifetime";

/**
 * The open connections. Both limits are kept by one timer each for all connections together: the maps are ordered by
 * time, so the first entry is always the next to expire.
 */
export class Connections {
  readonly #clock: Clock;
  readonly #kept: Collection;
  readonly #expire: (connection: Connection, expiry: Expiry) => void;
  /** By id, the least recently active first. */
  readonly #byActivity = new Map<string, Connection>();
  /** By id, the oldest first. */
  readonly #byAge = new Map<string, Connection>();
  #leftOver: readonly ConnectionFacts[];
  #idleTimer: Timer | undefined;
  #lifetimeTimer: Timer | undefined;

  constructor(clock: Clock, kept: Collection, expire: (connection: Connection, expiry: Expiry) => void) {
    this.#clock = clock;
    this.#kept = kept;
    this.#expire = expire;
    this.#leftOver = kept.entries().map(([, facts]) => revivedFacts(facts));
  }

  find(id: string): Connection | undefined {
    return this.#byActivity.get(id);
  }

  all(): Connection[] {
    return [...this.#byActivity.values()];
  }

  add(connection: Connection): void {
    this.#byActivity.set(connection.id, connection);
    this.#byAge.set(connection.id, connection);
    this.#kept.put(connection.id, keptFacts(connection));
    this.#arm();
  }

  remove(connection: Connection): void {
    this.#byActivity.delete(connection.id);
    this.#byAge.delete(connection.id);
  }

  /** Forgets what a restart would have had to clean up. */
  cleaned(id: string): void {
    this.#kept.delete(id);
  }

  /** What an earlier run left open, once. */
  takeLeftOver(): readonly ConnectionFacts[] {
    const left = this.#leftOver;
    this.#leftOver = [];
    return left;
  }

  /** A message in either direction: the idle time begins anew. */
  touch(connection: Connection): void {
    connection.lastActiveAt = this.#clock.now();
    if (!this.#byActivity.delete(connection.id)) return;
    this.#byActivity.set(connection.id, connection);
  }

  /** Ends the timers. */
  stop(): void {
    this.#idleTimer?.cancel();
    this.#lifetimeTimer?.cancel();
    this.#byActivity.clear();
    this.#byAge.clear();
  }

  #arm(): void {
    const now = this.#clock.now();
    const [idlest] = this.#byActivity.values();
    if (this.#idleTimer === undefined && idlest !== undefined) {
      const wait = idlest.lastActiveAt + IDLE_LIMIT - now;
      this.#idleTimer = this.#clock.after(wait, () => this.#sweepIdle(), "deadline");
    }
    const [oldest] = this.#byAge.values();
    if (this.#lifetimeTimer === undefined && oldest !== undefined) {
      const wait = oldest.connectedAt + LIFETIME_LIMIT - now;
      this.#lifetimeTimer = this.#clock.after(wait, () => this.#sweepOld(), "deadline");
    }
  }

  #sweepIdle(): void {
    this.#idleTimer = undefined;
    const limit = this.#clock.now() - IDLE_LIMIT;
    for (const connection of this.#byActivity.values()) {
      if (connection.lastActiveAt > limit) break;
      this.#expire(connection, "idle");
    }
    this.#arm();
  }

  #sweepOld(): void {
    this.#lifetimeTimer = undefined;
    const limit = this.#clock.now() - LIFETIME_LIMIT;
    for (const connection of this.#byAge.values()) {
      if (connection.connectedAt > limit) break;
      this.#expire(connection, "lifetime");
    }
    this.#arm();
  }
}
