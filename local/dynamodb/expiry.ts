import type { Timer } from "../clock/clock.ts";
import type { Environment } from "../module.ts";
import type { Dynalite } from "./dynalite.ts";
import type { Change, ItemStore } from "./item-store.ts";
import { OrderedMap } from "./ordered-map.ts";
import type { Item, Table } from "./table.ts";
import type { Tables } from "./tables.ts";

/** Values further in the past than this are taken for a mistake and left alone, as AWS does. In seconds. */
const FIVE_YEARS = 5 * 365 * 24 * 3600;
/** Values beyond this (the year 3554) can only be milliseconds. In seconds. */
const MILLISECONDS_FROM = 5e10;
/** How long after its expiry an item stays, in milliseconds. AWS promises "typically within two days". */
const LATENESS = 1000;

interface Due {
  readonly table: string;
  readonly key: string;
  readonly at: number;
}

/** Deletes items when their time-to-live attribute says so: one deadline timer, set to the earliest of them. */
export class Expiry {
  readonly #environment: Environment;
  readonly #tables: Tables;
  readonly #items: ItemStore;
  readonly #dynalite: Dynalite;
  readonly #due = new OrderedMap<Due>();
  readonly #warned = new Set<string>();
  #timer: Timer | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #deleting = false;

  constructor(environment: Environment, tables: Tables, items: ItemStore, dynalite: Dynalite) {
    this.#environment = environment;
    this.#tables = tables;
    this.#items = items;
    this.#dynalite = dynalite;
  }

  /** Whether the write under way is a deletion by time to live: streams say so. */
  get isDeleting(): boolean {
    return this.#deleting;
  }

  /** Looks at every item of a table, after its time to live was enabled or its items were loaded. */
  watch(name: string): void {
    const attribute = this.#attributeOf(name);
    if (attribute === undefined) return;
    for (const [key, item] of this.#items.items(name).map.entries()) this.#add(name, key, item, attribute);
    this.#arm();
  }

  changed({ table, key, before, after }: Change): void {
    const attribute = this.#attributeOf(table);
    if (attribute === undefined) return;
    const old = expiryOf(before, attribute);
    if (old !== undefined) this.#due.delete(dueKey({ table, key, at: old }));
    if (after === undefined) return;
    this.#add(table, key, after, attribute);
    this.#arm();
  }

  /** Forgets a table that has gone, or whose time to live was switched off. */
  forget(name: string): void {
    const stale = [...this.#due.entries()].filter(([, due]) => due.table === name);
    for (const [key] of stale) this.#due.delete(key);
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #attributeOf(name: string): string | undefined {
    const setting = this.#tables.find(name)?.timeToLive;
    return setting?.status === "ENABLED" ? setting.attribute : undefined;
  }

  #add(table: string, key: string, item: Item, attribute: string): void {
    const at = expiryOf(item, attribute);
    if (at === undefined) return;
    if (at > MILLISECONDS_FROM) this.#warn(table, attribute, at);
    if (at < this.#environment.clock.now() / 1000 - FIVE_YEARS) return;
    const due = { table, key, at };
    this.#due.set(dueKey(due), due);
  }

  #warn(table: string, attribute: string, value: number): void {
    if (this.#warned.has(`${table}/${attribute}`)) return;
    this.#warned.add(`${table}/${attribute}`);
    this.#environment.log.warn(
      `dynamodb: ${table} has an item whose time to live ${attribute} is ${value}, which looks like milliseconds; ` +
        "DynamoDB counts seconds, so the item will never expire. Divide by 1000 where it is written.",
    );
  }

  #first(): Due | undefined {
    for (const [, due] of this.#due.entries({ limit: 1 })) return due;
    return undefined;
  }

  #arm(): void {
    const at = this.#first()?.at ?? Number.POSITIVE_INFINITY;
    if (at === this.#armedFor) return;
    this.#timer?.cancel();
    this.#armedFor = at;
    if (at === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#environment;
    this.#timer = clock.after(at * 1000 + LATENESS - clock.now(), () => this.#sweep(), "deadline");
  }

  #sweep(): void {
    const now = this.#environment.clock.now();
    for (let due = this.#first(); due !== undefined && due.at * 1000 + LATENESS <= now; due = this.#first()) {
      this.#due.delete(dueKey(due));
      this.#delete(due);
    }
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#arm();
  }

  #delete({ table: name, key }: Due): void {
    const table = this.#tables.find(name);
    const item = this.#items.items(name).map.get(key);
    if (table === undefined || item === undefined) return;
    this.#deleting = true;
    try {
      this.#dynalite.act("DeleteItem", { TableName: name, Key: keyOf(item, table) });
    } finally {
      this.#deleting = false;
    }
  }
}

/** The time an item expires, in epoch seconds; undefined unless the attribute is a number. */
function expiryOf(item: Item | undefined, attribute: string): number | undefined {
  const value = item?.[attribute]?.N;
  return value === undefined ? undefined : Math.floor(Number(value));
}

function keyOf(item: Item, table: Table): Item {
  const key: Record<string, NonNullable<Item[string]>> = {};
  for (const { AttributeName: name = "" } of table.description.KeySchema) {
    const value = item[name];
    if (value !== undefined) key[name] = value;
  }
  return key;
}

/** Sorts by time: no time to live worth waiting for has more than sixteen digits. */
function dueKey({ at, table, key }: Due): string {
  return `${String(Math.min(Math.max(at, 0), 9e15)).padStart(16, "0")}/${table}/${key}`;
}
