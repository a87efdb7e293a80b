import { own } from "../json.ts";
import { equalValues } from "./operators.ts";
import { JavaException } from "./string-methods.ts";
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

type MapMethod = (map: JavaMap, args: readonly Value[]) => Value | undefined;
type ListMethod = (items: Value[], args: readonly Value[]) => Value | undefined;

const MAP_METHODS: Readonly<Record<string, MapMethod>> = {
  clear: (map) => {
    map.clear();
    return null;
  },
  containsKey: (map, [key]) => (key === undefined ? undefined : map.has(toText(key))),
  containsValue: (map, [value]) =>
    value === undefined ? undefined : [...map.values()].some((item) => equalValues(item, value)),
  entrySet: (map) =>
    new JavaList(
      "list",
      [...map.keys()].map((key) => new MapEntry(map, key)),
    ),
  equals: (map, [other]) => (other === undefined ? undefined : toText(map) === toText(other)),
  get: (map, [key]) => (key === undefined ? undefined : (map.get(toText(key)) ?? null)),
  getOrDefault: (map, [key, otherwise]) =>
    key === undefined || otherwise === undefined
      ? undefined
      : map.has(toText(key))
        ? (map.get(toText(key)) ?? null)
        : otherwise,
  isEmpty: (map) => map.size === 0,
  keySet: (map) => new JavaList("list", [...map.keys()]),
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
  remove: (map, [key]) => {
    if (key === undefined) return undefined;
    const before = map.get(toText(key)) ?? null;
    map.delete(toText(key));
    return before;
  },
  size: (map) => BigInt(map.size),
  toString: (map: JavaMap) => toText(map),
  values: (map) => new JavaList("list", [...map.values()]),
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
  clear: (items) => {
    items.length = 0;
    return null;
  },
  contains: (items, [value]) => (value === undefined ? undefined : items.some((item) => equalValues(item, value))),
  get: (items, [index]) => (typeof index === "bigint" ? itemAt(items, index) : undefined),
  indexOf: (items, [value]) =>
    value === undefined ? undefined : BigInt(items.findIndex((item) => equalValues(item, value))),
  isEmpty: (items) => items.length === 0,
  remove: (items, [index]) => {
    if (typeof index !== "bigint") return undefined;
    const removed = itemAt(items, index);
    items.splice(Number(index), 1);
    return removed;
  },
  set: (items, [index, value]) => {
    if (typeof index !== "bigint" || value === undefined) return undefined;
    const before = itemAt(items, index);
    items[Number(index)] = value;
    return before;
  },
  size: (items) => BigInt(items.length),
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
  return own(LIST_METHODS, name)?.(list.items, args);
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
