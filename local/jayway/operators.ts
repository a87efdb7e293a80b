/** How the operators see the values of one of the runtime's two kinds of JSON: JavaScript's in workflows, Java's in templates. */
export interface Values<V> {
  /** Undefined for what is no number. */
  numberOf(value: V): number | bigint | undefined;
  /** A scalar as text. */
  textOf(value: V): string;
  /** Undefined for what is no list. */
  itemsOf(value: V): readonly V[] | undefined;
  /** How many members an object has; undefined for what is none. */
  membersOf(value: V): number | undefined;
  /** Whether two lists or objects are the same. */
  same(one: V, other: V): boolean;
}

/** The operators of Jayway's filters but `=~`, whose right side is no value. */
export type Operator =
  | "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">="
  | "in" | "nin" | "subsetof" | "anyof" | "noneof" | "all" | "contains" | "size" | "empty"; // biome-ignore format: by kind

/** Compares two sides; undefined is a path that leads nowhere. */
export type Compare<V> = (left: V | undefined, right: V | undefined) => boolean;

/**
 * The operators as json-path 2.9 answers them itself (its README, "Filter Operators"). `===` wants both sides of one type, an
 * object has the size -1, and `all` never holds: the library expects there what no filter's text can say.
 */
export function jaywayOperators<V>(values: Values<V>): Readonly<Record<Operator, Compare<V>>> {
  const { numberOf, itemsOf } = values;

  /** A text and a number are compared in the type of the left side. */
  const equal: Compare<V> = (left, right) => {
    if (left === undefined || right === undefined) return false;
    const one = numberOf(left);
    const other = numberOf(right);
    if (one !== undefined) {
      if (other !== undefined) return isSame(one, other);
      return typeof right === "string" && right.trim() !== "" && isSame(one, Number(right));
    }
    if (typeof left === "string" && other !== undefined) return left === values.textOf(right);
    return left === right || values.same(left, right);
  };
  const strict: Compare<V> = (left, right) =>
    equal(left, right) && (typeof left === "string") === (typeof right === "string");
  const ordered = (holds: (order: number) => boolean): Compare<V> => {
    return (left, right) => {
      if (left === undefined || right === undefined) return false;
      if (typeof left === "string" && typeof right === "string") return holds(order(left, right));
      const one = numberOf(left);
      const other = numberOf(right);
      return one !== undefined && other !== undefined && holds(order(one, other));
    };
  };
  const includes = (items: readonly V[] | undefined, value: V | undefined): boolean =>
    items?.some((item) => equal(value, item)) === true;
  const lists = (holds: (own: readonly V[], other: readonly V[]) => boolean): Compare<V> => {
    return (left, right) => {
      const own = left === undefined ? undefined : itemsOf(left);
      const other = right === undefined ? undefined : itemsOf(right);
      return own !== undefined && other !== undefined && holds(own, other);
    };
  };
  const within: Compare<V> = (left, right) => right !== undefined && includes(itemsOf(right), left);

  return {
    "==": equal,
    "!=": (left, right) => !equal(left, right),
    "===": strict,
    "!==": (left, right) => !strict(left, right),
    "<": ordered((found) => found < 0),
    "<=": ordered((found) => found <= 0),
    ">": ordered((found) => found > 0),
    ">=": ordered((found) => found >= 0),
    in: within,
    nin: (left, right) => right !== undefined && isStructure(values, right) && !within(left, right),
    subsetof: lists((own, other) => own.every((item) => includes(other, item))),
    anyof: lists((own, other) => own.some((item) => includes(other, item))),
    noneof: lists((own, other) => !own.some((item) => includes(other, item))),
    all: () => false,
    contains: (left, right) => {
      if (left === undefined) return false;
      if (typeof left === "string") return typeof right === "string" && left.includes(right);
      return includes(itemsOf(left), right);
    },
    size: (left, right) => {
      const wanted = right === undefined ? undefined : numberOf(right);
      return left !== undefined && wanted !== undefined && sizeOf(values, left) === Math.trunc(Number(wanted));
    },
    empty: (left, right) => {
      if (left === undefined || typeof right !== "boolean") return false;
      const size = values.membersOf(left) ?? sizeOf(values, left);
      return size !== undefined && (size === 0) === right;
    },
  };
}

/** The texts that `=~` matches, one of which is enough: a scalar's, those of a list's items, and nothing's, which is empty. */
export function matchedTexts<V>(values: Values<V>, value: V | undefined): readonly string[] {
  const items = value === undefined ? undefined : values.itemsOf(value);
  return items === undefined ? [textOf(values, value)] : items.map((item) => textOf(values, item));
}

function textOf<V>(values: Values<V>, value: V | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || (typeof value !== "boolean" && values.numberOf(value) === undefined)) return "";
  return values.textOf(value);
}

function isStructure<V>(values: Values<V>, value: V): boolean {
  return values.itemsOf(value) !== undefined || values.membersOf(value) !== undefined;
}

function sizeOf<V>(values: Values<V>, value: V): number | undefined {
  if (typeof value === "string") return value.length;
  return values.itemsOf(value)?.length ?? (values.membersOf(value) === undefined ? undefined : -1);
}

/** JavaScript compares a bigint with a double exactly, as Java's `BigDecimal` does. */
function order<T extends string | number | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isSame(one: number | bigint, other: number | bigint): boolean {
  return !Number.isNaN(other) && order(one, other) === 0;
}
