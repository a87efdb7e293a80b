import type { DifferenceKind } from "../../../local/provider/diff.ts";
import { type PropertyPath, parsePath } from "../../../local/provider/property-path.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, reveal } from "../../../local/provider/values.ts";

interface Place {
  readonly path: PropertyPath;
  readonly kind: DifferenceKind;
}

type Value = PropertyValue | undefined;

/** Changes `olds` in the places that a diff names, taking what comes from `news`: what a faithful update would do. */
export function applyDiff(
  olds: PropertyMap,
  news: PropertyMap,
  differences: ReadonlyMap<string, DifferenceKind>,
): PropertyMap {
  const places = [...differences].map(([path, kind]) => ({ path: parsePath(path), kind }));
  const result = apply(olds, news, places);
  return isMap(result) ? result : {};
}

function apply(before: Value, after: Value, places: readonly Place[]): Value {
  const [whole] = places.filter(({ path }) => path.length === 0);
  if (whole !== undefined) return whole.kind.startsWith("delete") ? undefined : after;
  if (places.length === 0) return before;
  const old = reveal(before);
  const next = reveal(after);
  return isList(old) && isList(next) ? applyToList(old, next, places) : applyToMap(old, next, places);
}

/** An item that was added stands where it does in the new list; items of the old one keep their order. */
function applyToList(old: readonly PropertyValue[], next: readonly PropertyValue[], places: readonly Place[]): Value {
  const added: Value[] = [];
  const kept: Value[] = [...old];
  for (const step of new Set(places.map(({ path }) => Number(path[0])))) {
    const inner = below(places, step);
    if (inner.some(({ path, kind }) => path.length === 0 && kind.startsWith("add"))) added.push(next[step]);
    else kept[step] = apply(old[step], next[step], inner);
  }
  return [...kept, ...added].filter((item): item is PropertyValue => item !== undefined);
}

function applyToMap(old: Value, next: Value, places: readonly Place[]): Value {
  const result: Record<string, Value> = isMap(old) ? { ...old } : {};
  for (const step of new Set(places.map(({ path }) => String(path[0])))) {
    const inner = below(places, step);
    result[step] = apply(isMap(old) ? old[step] : undefined, isMap(next) ? next[step] : undefined, inner);
  }
  return result;
}

function below(places: readonly Place[], step: string | number): readonly Place[] {
  return places.filter(({ path }) => path[0] === step).map(({ path, kind }) => ({ path: path.slice(1), kind }));
}
