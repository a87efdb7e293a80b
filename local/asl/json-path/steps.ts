import type { Json } from "../../json.ts";
import type { Budget } from "./budget.ts";

/** Where a path begins: `$`, `$$` or `$name`. */
export type Root =
  | { readonly kind: "input" }
  | { readonly kind: "context" }
  | { readonly kind: "variable"; readonly name: string };

/** Tells whether a filter keeps an item; `root` is what `$` means inside of the filter. */
export type Predicate = (item: Json, root: Json, budget: Budget) => boolean;

/** One step of a path, in Jayway's terms a path token. */
export type Step =
  /** `.a` or `['a']` */
  | { readonly kind: "name"; readonly name: string }
  /** `[0]`, `[-1]` */
  | { readonly kind: "index"; readonly index: number }
  /** `['a','b']` */
  | { readonly kind: "names"; readonly names: readonly string[] }
  /** `[0,2]` */
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  /** `[1:3]`, `[-2:]`, `[:2]` */
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  /** `.*`, `[*]` */
  | { readonly kind: "wildcard" }
  /** `[?(@.a == 1)]` */
  | { readonly kind: "filter"; readonly keeps: Predicate }
  /** `..`, always with a step after it */
  | { readonly kind: "scan" };

/** A path, taken apart. */
export interface ParsedPath {
  readonly root: Root;
  readonly steps: readonly Step[];
}

/**
 * Whether the steps select at most one value. Several names are one value: Jayway answers them as one object, and takes them at a
 * path's end only.
 */
export function isDefinite(steps: readonly Step[]): boolean {
  return steps.every((step) => {
    switch (step.kind) {
      case "name":
      case "index":
      case "names":
        return true;
      case "indexes":
      case "slice":
      case "wildcard":
      case "filter":
      case "scan":
        return false;
      default: {
        const never: never = step;
        return never;
      }
    }
  });
}
