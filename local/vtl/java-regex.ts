/** A pattern of `java.util.regex` that has no counterpart here, or is none. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** Java's POSIX and java.lang classes; everything else in `\p{…}` is spelled the same in JavaScript. */
const CLASSES: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\x00-\\x7F",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "!-\\/:-@\\[-`\\{-~",
  Graph: "!-~",
  Print: " -~",
  Blank: " \\t",
  Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F",
  Space: " \\t\\n\\x0B\\f\\r",
};
const SPACES = " \\t\\n\\x0B\\f\\r";
const LINE_END = "(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?(?![\\s\\S]))";
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;

/** A Java pattern in JavaScript, as the methods of `java.util.regex.Matcher` use it. */
export interface JavaPattern {
  /** Every place, as `replaceAll` has it. */
  readonly every: RegExp;
  /** The first place, as `find` has it. */
  readonly first: RegExp;
  /** The whole text and no line of it, as `matches` has it. */
  readonly whole: RegExp;
}

const cache = new Map<string, JavaPattern>();
const CACHE_LIMIT = 1000;

/**
 * The JavaScript form of a Java pattern.
 *
 * @throws PatternError when the pattern is wrong, or uses what JavaScript cannot do (possessive quantifiers, atomic
 * groups, intersections of classes).
 */
export function javaPattern(pattern: string): JavaPattern {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): JavaPattern {
  const { source, flags } = translate(pattern);
  const group = flags.includes("m") ? `(?m:${source})` : `(?:${source})`;
  try {
    return {
      every: new RegExp(source, `gu${flags}`),
      first: new RegExp(source, `u${flags}`),
      whole: new RegExp(`^${group}$`, `u${flags.replace("m", "")}`),
    };
  } catch (error) {
    throw new PatternError(`the regular expression ${JSON.stringify(pattern)} is not valid: ${String(error)}`);
  }
}

function translate(pattern: string): { source: string; flags: string } {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = inline?.[1] ?? "";
  let at = inline?.[0].length ?? 0;
  let source = "";
  let inClass = false;
  while (at < pattern.length) {
    const character = pattern[at] ?? "";
    const escaped = character === "\\" ? translateEscape(pattern, at, inClass) : undefined;
    if (escaped !== undefined) {
      source += escaped.source;
      at = escaped.next;
      continue;
    }
    if (inClass) {
      if (character === "[" || pattern.startsWith("&&", at)) {
        throw new PatternError(`unions and intersections of character classes are not supported: ${pattern}`);
      }
      inClass = character !== "]";
      source += /[(){}/|]/.test(character) ? `\\${character}` : character;
    } else {
      refusePossessive(pattern, at);
      inClass = character === "[";
      source += translatePlain(character, flags);
    }
    at++;
  }
  return { source, flags };
}

function translatePlain(character: string, flags: string): string {
  if (character === "$" && !flags.includes("m")) return LINE_END;
  // A closing bracket on its own is text in Java and an error in JavaScript; a brace may close a quantifier.
  return character === "]" ? "\\]" : character;
}

function refusePossessive(pattern: string, at: number): void {
  if (/^[*+?}]\+/.test(pattern.slice(at)) || pattern.startsWith("(?>", at)) {
    throw new PatternError(`possessive quantifiers and atomic groups are not supported: ${pattern}`);
  }
}

function translateEscape(pattern: string, at: number, inClass: boolean): { source: string; next: number } {
  const letter = pattern[at + 1];
  if (letter === undefined)
    throw new PatternError(`the regular expression ${JSON.stringify(pattern)} ends in a backslash`);
  if (letter === "Q") {
    const end = pattern.indexOf("\\E", at);
    const quoted = pattern.slice(at + 2, end < 0 ? undefined : end);
    return { source: quoted.replace(new RegExp(SYNTAX, "g"), "\\$&"), next: end < 0 ? pattern.length : end + 2 };
  }
  const property = /^\\([pP])\{(?:Is)?(\w+)\}/.exec(pattern.slice(at));
  if (property !== null) {
    const [text, sign, name = ""] = property;
    const posix = CLASSES[name];
    const next = at + text.length;
    if (posix === undefined) return { source: `\\${sign}{${name}}`, next };
    if (sign === "p") return { source: inClass ? posix : `[${posix}]`, next };
    if (inClass) throw new PatternError(`\\P{${name}} inside a class is not supported`);
    return { source: `[^${posix}]`, next };
  }
  return { source: simpleEscape(letter, inClass), next: at + 2 };
}

function simpleEscape(letter: string, inClass: boolean): string {
  switch (letter) {
    case "s":
      return inClass ? SPACES : `[${SPACES}]`;
    case "S":
      if (inClass) throw new PatternError("\\S inside a class is not supported");
      return `[^${SPACES}]`;
    case "A":
      return "(?<![\\s\\S])";
    case "z":
      return "(?![\\s\\S])";
    case "Z":
      return LINE_END;
    case "h":
      return inClass ? " \\t\\xA0" : "[ \\t\\xA0]";
    case "a":
      return "\\x07";
    case "e":
      return "\\x1B";
    default:
      // Java lets any other character that is no letter be escaped; JavaScript only those with a meaning.
      return /[A-Za-z0-9]/.test(letter) || SYNTAX.test(letter) || (inClass && letter === "-") ? `\\${letter}` : letter;
  }
}

/**
 * A Java replacement text: `$1` and `${name}` are groups, a backslash makes the next character plain.
 *
 * @throws PatternError on a group that is not there.
 */
export function javaReplacement(text: string): (...match: (string | undefined)[]) => string {
  if (!/[$\\]/.test(text)) return () => text;
  return (...match) => {
    const groups = match.filter((part) => typeof part === "string" || part === undefined).length - 2;
    return text.replace(/\\([\s\S])|\$(\d)(\d*)|\$|\\/g, (token, plain?: string, first?: string, more = "") => {
      if (plain !== undefined) return plain;
      if (first === undefined)
        throw new PatternError(`Illegal group reference in the replacement ${JSON.stringify(text)}`);
      return expandGroup(token, first, String(more), groups, match);
    });
  };
}

/** Java takes as many digits as name a group that exists, and leaves the others as text. */
function expandGroup(
  token: string,
  first: string,
  more: string,
  groups: number,
  match: readonly (string | undefined)[],
): string {
  let group = Number(first);
  if (group > groups) throw new PatternError(`No group ${group} (${token})`);
  let used = 0;
  for (const digit of more) {
    if (group * 10 + Number(digit) > groups) break;
    group = group * 10 + Number(digit);
    used++;
  }
  return (match[group] ?? "") + more.slice(used);
}
