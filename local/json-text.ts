import type { Json } from "./json.ts";

/** Jackson, which reads JSON on AWS's side, goes so deep and no deeper (StreamReadConstraints' default). */
const MAX_DEPTH = 1000;
/** Jackson repeats so much of the source in its messages. */
const SHOWN = 500;

/** A JSON text read, or what Jackson would say is wrong with it. */
export type JsonText = { readonly value: Json } | { readonly fault: string };

/** Reads JSON as AWS does: what is refused is refused with Jackson's words, as far as they are known. */
export function readJson(text: string): JsonText {
  if (text.length > 2 * MAX_DEPTH && depthOf(text) > MAX_DEPTH) {
    const limit = `exceeds the maximum allowed (${MAX_DEPTH}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`;
    return { fault: `Document nesting depth (${MAX_DEPTH + 1}) ${limit}` };
  }
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { fault: faultOf(text) };
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}

interface Open {
  readonly at: number;
  readonly kind: "Object" | "Array";
}

/** What may come next. */
type Expected = "value" | "name" | "colon" | "comma";

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** How far the walk through a text has come. */
interface Walk {
  at: number;
  expected: Expected;
  /** Nothing stands in the innermost object or array yet, so that it may end here. */
  first: boolean;
  readonly open: Open[];
}

/** Walks the text to the first place where it is not JSON. */
function faultOf(text: string): string {
  const walk: Walk = { at: 0, expected: "value", first: true, open: [] };
  for (;;) {
    while (/[ \t\r\n]/.test(text.charAt(walk.at))) walk.at++;
    if (walk.at >= text.length) return endFault(text, walk.open);
    const fault = step(text, walk);
    if (fault !== undefined) return fault;
  }
}

/** Takes one token, or says why it cannot stand there. */
function step(text: string, walk: Walk): string | undefined {
  const { at, expected, first, open } = walk;
  const character = text.charAt(at);
  const inside = open.at(-1);
  if (inside === undefined && expected === "comma") return tokenFault(text, at, "end-of-input");
  const closing = inside !== undefined && character === (inside.kind === "Object" ? "}" : "]");
  if (closing && (expected === "comma" || first)) {
    open.pop();
    return advance(walk, at + 1, "comma");
  }
  if (expected === "comma" || expected === "colon") {
    if (character !== (expected === "comma" ? "," : ":")) return separatorFault(text, at, expected, inside);
    return advance(walk, at + 1, expected === "colon" || inside?.kind === "Array" ? "value" : "name");
  }
  if (character === '"') {
    const end = match(STRING, text, at);
    return end === undefined ? stringFault(text, at) : advance(walk, end, expected === "name" ? "colon" : "comma");
  }
  if (expected === "name") return characterFault(text, at, "was expecting double-quote to start field name");
  if (character === "{" || character === "[") {
    open.push({ at, kind: character === "{" ? "Object" : "Array" });
    advance(walk, at + 1, character === "{" ? "name" : "value");
    walk.first = true;
    return undefined;
  }
  const end = match(SCALAR, text, at);
  return end === undefined ? tokenFault(text, at) : advance(walk, end, "comma");
}

function advance(walk: Walk, at: number, expected: Expected): undefined {
  walk.at = at;
  walk.expected = expected;
  walk.first = false;
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function endFault(text: string, open: readonly Open[]): string {
  const inside = open.at(-1);
  if (inside === undefined) return `No content to map due to end-of-input${place(text, 0)}`;
  const start = place(text, inside.at + 1)
    .trim()
    .slice("at ".length);
  return `Unexpected end-of-input: expected close marker for ${inside.kind} (start marker at ${start})${place(text, text.length + 1)}`;
}

function separatorFault(text: string, at: number, expected: "comma" | "colon", inside: Open | undefined): string {
  if (expected === "colon") {
    return characterFault(text, at, "was expecting a colon to separate field name and value");
  }
  return characterFault(text, at, `was expecting comma to separate ${inside?.kind ?? "root"} entries`);
}

function stringFault(text: string, at: number): string {
  if (/[\u0000-\u001f]/.test(text.slice(at, text.indexOf('"', at + 1) + 1))) {
    return `Illegal unquoted character: has to be escaped using backslash to be included in string value${place(text, at + 1)}`;
  }
  return `Unexpected end-of-input in VALUE_STRING${place(text, text.length + 1)}`;
}

function tokenFault(
  text: string,
  at: number,
  wanted = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'",
): string {
  const token = /^[\p{L}\p{N}_$]+/u.exec(text.slice(at, at + 256))?.[0];
  if (token === undefined || /^\d/.test(token))
    return characterFault(
      text,
      at,
      "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    );
  return `Unrecognized token '${token}': was expecting (${wanted})${place(text, at + token.length + 1)}`;
}

function characterFault(text: string, at: number, expectation: string): string {
  const character = text.charAt(at);
  return `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expectation}${place(text, at + 2)}`;
}

/** Jackson's location, with columns counted from 1. */
function place(text: string, column: number): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}"[truncated ${text.length - SHOWN} chars]` : `${text}"`;
  const before = text.slice(0, Math.max(0, column - 1));
  const line = before.split("\n").length;
  const inLine = column - (before.lastIndexOf("\n") + 1);
  return `\n at [Source: (String)"${shown}; line: ${line}, column: ${inLine}]`;
}
