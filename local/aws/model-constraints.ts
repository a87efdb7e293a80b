import { isObject, type Json, type JsonObject } from "../json.ts";
import { brokenConstraint } from "./broken-constraint.ts";
import { enumValueSet } from "./enum-value-set.ts";
import type { Operation } from "./service.ts";

/** What a service's model demands of one member: the traits of its shape. */
export interface Demand {
  readonly required?: boolean;
  /** Least length of a text, list or map, least value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** As the model spells it; it must match the whole text. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** The value is not repeated in messages. */
  readonly sensitive?: boolean;
  /** The members of a structure, or of each structure in a list. */
  readonly members?: Demands;
  /** What each item of a list must be that is no structure. */
  readonly items?: Demand;
  readonly keys?: Demand;
  readonly values?: Demand;
  /** The Java class of the structures in a list, with which the framework prints a list of a wrong length. */
  readonly itemClass?: string;
}

/** Members by name, in the model's order, which is the order of the message. */
export type Demands = Readonly<Record<string, Demand>>;

/**
 * Operations that hold their requests against their service's model first, as the framework under AWS's services does.
 *
 * @param model by the names of operations; those that it does not have stay as they are.
 * @param refuse makes the error, of everything that is wrong.
 */
export function constrained<State>(
  operations: readonly Operation<State, never, object>[],
  model: Readonly<Record<string, Demands>>,
  refuse: (broken: readonly string[]) => Error,
): readonly Operation<State, never, object>[] {
  return operations.map((operation) => {
    const demands = model[operation.name];
    if (demands === undefined) return operation;
    return {
      ...operation,
      run: (input, call, state) => {
        const broken = brokenMembers(input, demands, "");
        if (broken.length > 0) throw refuse(broken);
        return operation.run(input, call, state);
      },
    };
  });
}

/** Every way in which a request's members break what its model demands, each a sentence of the framework. */
export function brokenMembers(input: JsonObject, demands: Demands, prefix: string): readonly string[] {
  return Object.entries(demands).flatMap(([name, demand]) => {
    const path = `${prefix}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const value = input[name];
    if (value !== undefined && value !== null) return brokenMember(value, demand, path);
    return demand.required === true ? [brokenConstraint(null, path, "not be null")] : [];
  });
}

function brokenMember(value: Json, demand: Demand, path: string): readonly string[] {
  const own = musts(demand, typeof value === "number").filter(({ holds }) => !holds(value));
  const broken = own.map(({ must }) => sentence(value, demand, path, `Member must ${must}`));
  if (Array.isArray(value)) return [...broken, ...brokenItems(value, demand, path)];
  if (!isObject(value)) return broken;
  const { members, keys, values } = demand;
  return [
    ...broken,
    ...(members === undefined ? [] : brokenMembers(value, members, `${path}.`)),
    ...brokenAmong(Object.keys(value), keys, (all) => sentence(value, demand, path, `Map keys must satisfy ${all}`)),
    ...brokenAmong(Object.values(value), values, (all) =>
      sentence(value, demand, path, `Map value must satisfy ${all}`),
    ),
  ];
}

/** Structures are named by their places, counted from 1; of other items the whole list is told, with all they must be. */
function brokenItems(list: readonly Json[], demand: Demand, path: string): readonly string[] {
  const { members, items } = demand;
  if (members !== undefined) {
    return list.flatMap((item, index) =>
      isObject(item) ? brokenMembers(item, members, `${path}.${index + 1}.member.`) : [],
    );
  }
  return brokenAmong(list, items, (all) => sentence([...list], demand, path, `Member must satisfy ${all}`));
}

function brokenAmong(
  values: readonly (Json | undefined)[],
  demand: Demand | undefined,
  told: (all: string) => string,
): readonly string[] {
  if (demand === undefined) return [];
  const all = musts(demand, false);
  const holds = values.every((value) => value === undefined || all.every((must) => must.holds(value)));
  if (holds) return [];
  const nullable = demand.required === true ? ["Member must not be null"] : [];
  return [told(`constraint: [${[...all.map(({ must }) => `Member must ${must}`), ...nullable].join(", ")}]`)];
}

interface Must {
  readonly must: string;
  readonly holds: (value: Json) => boolean;
}

/** What a value must be, each by itself, in the order in which the framework lists it. */
function musts({ min, max, pattern, enum: allowed }: Demand, number: boolean): readonly Must[] {
  const measure = number ? "value" : "length";
  return [
    ...(max === undefined
      ? []
      : [{ must: `have ${measure} less than or equal to ${max}`, holds: (value: Json) => sizeOf(value) <= max }]),
    ...(min === undefined
      ? []
      : [{ must: `have ${measure} greater than or equal to ${min}`, holds: (value: Json) => sizeOf(value) >= min }]),
    ...(allowed === undefined
      ? []
      : [
          {
            must: `satisfy enum value set: ${enumValueSet(allowed)}`,
            holds: (value: Json) => allowed.some((one) => one === value),
          },
        ]),
    ...(pattern === undefined
      ? []
      : [
          {
            must: `satisfy regular expression pattern: ${pattern}`,
            holds: (value: Json) => typeof value !== "string" || compiled(pattern).test(value),
          },
        ]),
  ];
}

function sizeOf(value: Json): number {
  if (typeof value === "number") return value;
  return isObject(value)
    ? Object.keys(value).length
    : typeof value === "string" || Array.isArray(value)
      ? value.length
      : 0;
}

function sentence(value: Json, { sensitive, itemClass = "" }: Demand, path: string, constraint: string): string {
  const shown = sensitive === true ? "" : ` '${javaText(value, itemClass)}'`;
  return `Value${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}

/** A value as Java prints it: `[a, b]`, `{k=v}`, `[Class(...)]`. */
function javaText(value: Json, itemClass: string): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => javaText(item, itemClass)).join(", ")}]`;
  if (!isObject(value)) return String(value);
  if (itemClass !== "") return `${itemClass}(...)`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}=${javaText(member ?? null, "")}`)
    .join(", ")}}`;
}

const EXPRESSIONS = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = EXPRESSIONS.get(pattern);
  if (known !== undefined) return known;
  // Only classes of Unicode need its mode, which refuses some escapes that the models have.
  const expression = new RegExp(`^(?:${pattern})$`, pattern.includes("\\p{") ? "su" : "s");
  EXPRESSIONS.set(pattern, expression);
  return expression;
}
