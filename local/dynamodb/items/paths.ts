import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { own, type Wire } from "../../json.ts";
import type { Item } from "../table.ts";
import { Names } from "./names.ts";

/** An attribute value as the JSON protocol has it. */
export type Value = Wire<AttributeValue>;

/** A document path: an attribute's name, and names in maps and places in lists below it. */
export type Path = readonly (string | number)[];

/** What an item has at a path; undefined where there is nothing. */
export function valueAt(path: Path, item: Item): Value | undefined {
  let value = own(item, String(path[0]));
  for (let at = 1; at < path.length && value !== undefined; at++) {
    const step = path[at] as string | number;
    if (typeof step === "number") value = value.L?.[step];
    else value = value.M === undefined ? undefined : own(value.M, step);
  }
  return value;
}

/** A map or list under construction: the places of a list in any order, closed up in the end. */
type Draft = { readonly kind: "M" | "L"; readonly parts: Map<string | number, Draft | Value> };

/**
 * An item reduced to some paths, as projections and `UPDATED_*` show it: maps with those names only, lists with those places
 * only and no gaps.
 */
export function project(paths: readonly (Path | string)[], item: Item): Item {
  const root: Draft = { kind: "M", parts: new Map() };
  for (const path of paths) {
    const steps = typeof path === "string" ? [path] : path;
    const value = valueAt(steps, item);
    if (value !== undefined) place(root, steps, value);
  }
  return finish(root).M ?? {};
}

function place(root: Draft, path: Path, value: Value): void {
  let draft = root;
  for (let at = 0; at < path.length - 1; at++) {
    const step = path[at] as string | number;
    const known = draft.parts.get(step);
    if (known !== undefined && !isDraft(known)) return;
    const next: Draft = known ?? { kind: typeof path[at + 1] === "number" ? "L" : "M", parts: new Map() };
    draft.parts.set(step, next);
    draft = next;
  }
  draft.parts.set(path[path.length - 1] as string | number, value);
}

function isDraft(part: Draft | Value): part is Draft {
  return "parts" in part;
}

function finish({ kind, parts }: Draft): Value {
  const done = (part: Draft | Value): Value => (isDraft(part) ? finish(part) : part);
  if (kind === "L") {
    const places = [...parts].sort(([one], [other]) => Number(one) - Number(other));
    return { L: places.map(([, part]) => done(part)) };
  }
  const names = new Names<Value>();
  for (const [name, part] of parts) names[name] = done(part);
  return { M: names };
}
