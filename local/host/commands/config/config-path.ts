import { isObject, type Json } from "../../../json.ts";
import { type PropertyPath, parsePath } from "../../../provider/property-path.ts";
import { EXIT, Refusal } from "../../refusal.ts";

/** A place in the configuration: a key, and the way into its value. */
export interface ConfigPlace {
  readonly key: string;
  readonly path: PropertyPath;
}

/** Members that would reach what every object inherits. */
const FORBIDDEN: ReadonlySet<string | number> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads what `--path` makes of a key: `tags.team`, `aws:assumeRoles[0].roleArn`.
 *
 * @throws Refusal when it is no path.
 */
export function configPlace(text: string): ConfigPlace {
  const [key, ...path] = parse(text);
  if (typeof key !== "string" || path.some((step) => step === "*" || FORBIDDEN.has(step))) throw notAPath(text);
  return { key, path };
}

/** @returns undefined when there is nothing at that place. */
export function valueAt(value: Json | undefined, path: PropertyPath): Json | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === "number" ? at[step] : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/**
 * The value with another one at that place; undefined takes the place away. What is missing on the way is made: a list
 * where an index leads into it, else an object.
 *
 * @throws Refusal when the way leads through a text or a number, or beyond the end of a list.
 */
export function withValueAt(value: Json | undefined, path: PropertyPath, leaf: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (typeof step === "number") {
    if (value !== undefined && !Array.isArray(value)) throw new Refusal("an index was given for what is no list");
    const list: Json[] = [...(value ?? [])];
    if (step > list.length) throw new Refusal(`the list has ${list.length} items: its next index is ${list.length}`);
    const inner = withValueAt(list[step], rest, leaf);
    list.splice(step, 1, ...(inner === undefined ? [] : [inner]));
    return list;
  }
  if (value !== undefined && !isObject(value))
    throw new Refusal(`${JSON.stringify(step)} leads into what is no object`);
  const { [step]: before, ...others } = value ?? {};
  const inner = withValueAt(before, rest, leaf);
  return inner === undefined ? others : { ...others, [step]: inner };
}

/** What a command line's text is inside an object: a boolean or an integer where it reads as one. */
export function leafOf(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function parse(text: string): PropertyPath {
  try {
    return parsePath(text);
  } catch (error) {
    throw notAPath(text, error);
  }
}

function notAPath(text: string, cause?: unknown): Refusal {
  return new Refusal(`${JSON.stringify(text)} is no path: KEY.member[0] is expected`, EXIT.usage, { cause });
}
