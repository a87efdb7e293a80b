import type { Value } from "../values.ts";

/** Tells whether a filter keeps an item; `root` is what `$` means inside of it. */
export type Predicate = (item: Value, root: Value) => boolean;

/** A function at the end of a path, such as `.length()`; may throw what Jayway would. */
export type PathFunction = (value: Value, root: Value) => Value;

/** One step of a path. Indefinite steps may select several values. */
export type PathStep =
  /** `.a`, `['a']` */
  | { readonly kind: "name"; readonly name: string }
  /** `['a','b']`; `merged` at a path's end, where they are one object; `scanned` after `..`, which wants all of them. */
  | { readonly kind: "names"; readonly names: readonly string[]; readonly merged: boolean; readonly scanned: boolean }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "wildcard" }
  | { readonly kind: "descend" }
  /** `[?(…)]`; after `..` each object is asked itself, and not again by the list that holds it. */
  | { readonly kind: "filter"; readonly keeps: Predicate; readonly scanned: boolean }
  | { readonly kind: "function"; readonly name: string; readonly run: PathFunction };

/** Whether a step selects at most one value. */
export function isDefinite(step: PathStep): boolean {
  switch (step.kind) {
    case "name":
    case "function":
      return true;
    case "names":
      return step.merged;
    case "indexes":
      return step.indexes.length === 1;
    case "slice":
    case "wildcard":
    case "descend":
    case "filter":
      return false;
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}
