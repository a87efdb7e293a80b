import { JavaList, type Value } from "../values.ts";
import { isDefinite, type PathStep } from "./steps.ts";

/** Reads a value; undefined where a definite path leads nowhere, a list for an indefinite one. */
export type Follow = (value: Value, root: Value) => Value | undefined;

/** Compiles steps; most paths are names alone. */
export function compileSteps(steps: readonly PathStep[]): Follow {
  const names = steps.flatMap((step) => (step.kind === "name" ? [step.name] : []));
  if (names.length === steps.length) return (value) => member(value, names);
  const definite = steps.every(isDefinite);
  return (value, root) => {
    let values: Value[] = [value];
    for (const step of steps) values = values.flatMap((one) => select(step, one, root));
    return definite ? values[0] : new JavaList("json", values);
  };
}

function member(value: Value, names: readonly string[]): Value | undefined {
  let found: Value | undefined = value;
  for (const name of names) {
    if (!(found instanceof Map)) return undefined;
    found = found.get(name);
  }
  return found;
}

function select(step: PathStep, value: Value, root: Value): Value[] {
  switch (step.kind) {
    case "name":
      return value instanceof Map ? present(value.get(step.name)) : [];
    case "names":
      return value instanceof Map ? selectNames(step, value) : [];
    case "indexes":
      return value instanceof JavaList ? step.indexes.flatMap((index) => present(value.items.at(index))) : [];
    case "slice":
      return value instanceof JavaList ? value.items.slice(step.from, step.to) : [];
    case "wildcard":
      return inner(value);
    case "descend":
      return descend(value);
    case "filter": {
      const list = value instanceof JavaList;
      const asked = list ? (step.scanned ? [] : value.items) : value instanceof Map ? [value] : [];
      return asked.filter((item) => step.keeps(item, root));
    }
    case "function":
      return [step.run(value, root)];
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}

function present(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}

function selectNames(
  { names, merged, scanned }: Extract<PathStep, { kind: "names" }>,
  map: Map<string, Value>,
): Value[] {
  if (scanned && !names.every((name) => map.has(name))) return [];
  const found = names.flatMap((name): [string, Value][] => present(map.get(name)).map((value) => [name, value]));
  return merged ? [new Map(found)] : found.map(([, value]) => value);
}

function inner(value: Value): Value[] {
  if (value instanceof JavaList) return value.items;
  return value instanceof Map ? [...value.values()] : [];
}

function descend(value: Value): Value[] {
  return [value, ...inner(value).flatMap(descend)].filter((item) => item instanceof Map || item instanceof JavaList);
}
