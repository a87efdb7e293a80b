import { own } from "../json.ts";
import { none } from "./arity.ts";
import { JavaException } from "./java-exception.ts";
import { equalValues } from "./operators.ts";
import { JavaList, type JavaMap, type JavaObject, toText, type Value } from "./values.ts";

/** One entry of a map, as `entrySet()` gives it. */
class MapEntry implements JavaObject {
  readonly javaObject = true;
  readonly #map: JavaMap;
  readonly #key: string;

  constructor(map: JavaMap, key: string) {
    this.#map = map;
    this.#key = key;
  }

  property(name: string): Value | undefined {
    if (name === "key") return this.#key;
    return name === "value" ? (this.#map.get(this.#key) ?? null) : undefined;
  }

  call(name: string): Value | undefined {
    if (name === "getKey") return this.#key;
    return name === "getValue" ? (this.#map.get(this.#key) ?? null) : undefined;
  }

  print(): string {
    return `${this.#key}=${toText(this.#map.get(this.#key) ?? null)}`;
  }
}

/** What walks over a list; `#foreach` takes it as well, and what is left of it. */
export class JavaIterator implements JavaObject {
  readonly javaObject = true;
  readonly #items: readonly Value[];
  #at = 0;

  constructor(items: readonly Value[]) {
    this.#items = items;
  }

  property(): undefined {
    return undefined;
  }

  call(name: string): Value | undefined {
    if (name === "hasNext") return this.#at < this.#items.length;
    if (name !== "next") return undefined;
    const item = this.#items[this.#at++];
    if (item === undefined) throw new JavaException("java.util.NoSuchElementException");
    return item;
  }

  print(): string {
    return "java.util.ArrayList$Itr@1b2c3d4e";
  }

  rest(): Value[] {
    return this.#items.slice(this.#at);
  }
}

type MapMethod = (map: JavaMap, args: readonly Value[]) => Value | undefined;
type ListMethod = (items: Value[], args: readonly Value[]) => Value | undefined;

const MAP_METHODS: Readonly<Record<string, MapMethod>> = {
  clear: none((map) => {
    map.clear();
    return null;
  }),
  containsKey: (map, [key]) => (key === undefined ? undefined : map.has(toText(key))),
  containsValue: (map, [value]) =>
    value === undefined ? undefined : [...map.values()].some((item) => equalValues(item, value)),
  entrySet: none(
    (map) =>
      new JavaList(
        "set",
        [...map.keys()].map((key) => new MapEntry(map, key)),
      ),
  ),
  equals: (map, [other]) => (other === undefined ? undefined : toText(map) === toText(other)),
  get: (map, [key]) => (key === undefined ? undefined : (map.get(toText(key)) ?? null)),
  getOrDefault: (map, [key, otherwise]) =>
    key === undefined || otherwise === undefined
      ? undefined
      : map.has(toText(key))
        ? (map.get(toText(key)) ?? null)
        : otherwise,
  isEmpty: none((map) => map.size === 0),
  keySet: none((map) => new JavaList("set", [...map.keys()])),
  put: (map, [key, value]) => {
    if (key === undefined || value === undefined) return undefined;
    const before = map.get(toText(key)) ?? null;
    map.set(toText(key), value);
    return before;
  },
  putAll: (map, [other]) => {
    if (!(other instanceof Map)) return undefined;
    for (const [key, value] of other) map.set(key, value);
    return null;
  },
  putIfAbsent: (map, [key, value]) => {
    if (key === undefined || value === undefined) return undefined;
    const before = map.get(toText(key)) ?? null;
    if (before === null) map.set(toText(key), value);
    return before;
  },
  remove: (map, [key, value]) => {
    if (key === undefined) return undefined;
    const before = map.get(toText(key)) ?? null;
    const removes = value === undefined || (map.has(toText(key)) && equalValues(before, value));
    if (removes) map.delete(toText(key));
    return value === undefined ? before : removes;
  },
  replace: (map, [key, value]) => {
    if (key === undefined || value === undefined) return undefined;
    const before = map.get(toText(key)) ?? null;
    if (map.has(toText(key))) map.set(toText(key), value);
    return before;
  },
  size: none((map) => BigInt(map.size)),
  toString: none((map: JavaMap) => toText(map)),
  values: none((map) => new JavaList("set", [...map.values()])),
};

/** What every collection can do, the sets of maps among them. */
const COLLECTION_METHODS: Readonly<Record<string, ListMethod>> = {
  contains: (items, [value]) => (value === undefined ? undefined : includes(items, value)),
  containsAll: (items, [other]) =>
    other instanceof JavaList ? other.items.every((item) => includes(items, item)) : undefined,
  isEmpty: none((items) => items.length === 0),
  iterator: none((items) => new JavaIterator(items)),
  size: none((items) => BigInt(items.length)),
  toArray: none((items) => new JavaList("array", [...items])),
};

const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  add: (items, [value, second]) => {
    if (value === undefined) return undefined;
    if (second === undefined) {
      items.push(value);
      return true;
    }
    if (typeof value !== "bigint") return undefined;
    items.splice(Number(value), 0, second);
    return null;
  },
  addAll: (items, [other]) => {
    if (!(other instanceof JavaList)) return undefined;
    items.push(...other.items);
    return other.items.length > 0;
  },
  clear: none((items) => {
    items.length = 0;
    return null;
  }),
  get: (items, [index]) => (typeof index === "bigint" ? itemAt(items, index) : undefined),
  indexOf: (items, [value]) =>
    value === undefined ? undefined : BigInt(items.findIndex((item) => equalValues(item, value))),
  lastIndexOf: (items, [value]) =>
    value === undefined ? undefined : BigInt(items.findLastIndex((item) => equalValues(item, value))),
  remove: (items, [index]) => {
    if (index === undefined) return undefined;
    if (typeof index !== "bigint") return keepOnly(items, firstOther(items, index));
    const removed = itemAt(items, index);
    items.splice(Number(index), 1);
    return removed;
  },
  removeAll: (items, [other]) =>
    other instanceof JavaList ? keepOnly(items, (item) => !includes(other.items, item)) : undefined,
  retainAll: (items, [other]) =>
    other instanceof JavaList ? keepOnly(items, (item) => includes(other.items, item)) : undefined,
  set: (items, [index, value]) => {
    if (typeof index !== "bigint" || value === undefined) return undefined;
    const before = itemAt(items, index);
    items[Number(index)] = value;
    return before;
  },
  subList: (items, [from, to]) =>
    typeof from === "bigint" && typeof to === "bigint"
      ? new JavaList("list", items.slice(Number(from), Number(to)))
      : undefined,
};

/** Calls a method of a map; undefined when Java has none such. */
export function callMap(map: JavaMap, name: string, args: readonly Value[]): Value | undefined {
  return own(MAP_METHODS, name)?.(map, args);
}

/** Calls a method of a list; undefined when Java has none such. */
export function callList(list: JavaList, name: string, args: readonly Value[]): Value | undefined {
  if (name === "toString") return toText(list);
  if (name === "equals" && args[0] !== undefined) return toText(list) === toText(args[0]);
  const method = own(COLLECTION_METHODS, name) ?? (list.kind === "set" ? undefined : own(LIST_METHODS, name));
  return method?.(list.items, args);
}

function includes(items: readonly Value[], value: Value): boolean {
  return items.some((item) => equalValues(item, value));
}

/** Drops the first item that is equal to a value, and no other. */
function firstOther(items: readonly Value[], value: Value): (item: Value, index: number) => boolean {
  const first = items.findIndex((item) => equalValues(item, value));
  return (_item, index) => index !== first;
}

/** Whether any item went. */
function keepOnly(items: Value[], keeps: (item: Value, index: number) => boolean): boolean {
  const kept = items.filter(keeps);
  const changed = kept.length < items.length;
  items.splice(0, items.length, ...kept);
  return changed;
}

/** An item by its index. `allowNegative` counts from the end, as Velocity's `$list[-1]` does. */
export function itemAt(items: readonly Value[], index: bigint, allowNegative = false): Value {
  const place = allowNegative && index < 0n ? Number(index) + items.length : Number(index);
  const item = items[place];
  if (item === undefined) {
    throw new JavaException(
      `java.lang.IndexOutOfBoundsException: Index ${index} out of bounds for length ${items.length}`,
    );
  }
  return item;
}
