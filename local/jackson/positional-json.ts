import { DEEPEST } from "./depth.ts";
import type { ArrayNode, Node, ObjectNode, Place, ScalarNode } from "./node.ts";
import { type Source, sourceLocation } from "./source-location.ts";

/** Text that is not JSON, in Jackson's words. */
export class JsonSyntaxError extends Error {
  readonly at: Place;

  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses the first value of a text and keeps the places, which `JSON.parse` does not. What follows it is not read.
 *
 * @throws JsonSyntaxError
 */
export function parsePositional(text: string, source: Source = "String"): Node {
  return new Parser(text, source).document();
}

/**
 * Reads a text that must be one value and nothing else.
 *
 * @throws JsonSyntaxError
 */
export function readWhole(text: string, source: Source): void {
  const parser = new Parser(text, source);
  parser.document();
  parser.end();
}

const EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** A bracket that is still open. */
interface Scope {
  readonly kind: "Object" | "Array";
  readonly start: Place;
}

/** Reads as Jackson's `ReaderBasedJsonParser` does, and fails in its words. */
class Parser {
  readonly #text: string;
  readonly #source: Source;
  readonly #scopes: Scope[] = [];
  #offset = 0;
  /** The line of the last place that was asked for, where it begins and where it ends. */
  #line = { number: 1, start: 0, end: 0 };

  constructor(text: string, source: Source) {
    this.#text = text;
    this.#source = source;
    this.#line.end = this.#lineEnd(0);
  }

  document(): Node {
    this.#blanks();
    if (this.#offset >= this.#text.length) return this.#nothing();
    const value = this.#value();
    const next = this.#text[this.#offset] ?? " ";
    if (value.kind === "scalar" && typeof value.value === "number" && !" \t\r\n".includes(next)) {
      throw this.#unexpected("Expected space separating root-level values");
    }
    return value;
  }

  /** A text without any value is a token that is no object: the caller says so. */
  #nothing(): ScalarNode {
    const at = this.#place();
    return { kind: "scalar", value: null, text: "", at, end: at };
  }

  /** Refuses whatever stands behind the first value. */
  end(): void {
    this.#blanks();
    const first = this.#text[this.#offset];
    if (first === undefined) return;
    const at = this.#place();
    const token = TOKENS[first] ?? tokenOf(this.#literal());
    throw new JsonSyntaxError(`Trailing token (of type ${token}) found after value (${NOT_ALLOWED}`, at);
  }

  /** Places are asked for from left to right, so that the lines before are counted once. */
  #place(): Place {
    while (this.#line.end < this.#offset) {
      const start = this.#line.end + 1;
      this.#line = { number: this.#line.number + 1, start, end: this.#lineEnd(start) };
    }
    return { line: this.#line.number, column: this.#offset - this.#line.start + 1 };
  }

  #lineEnd(start: number): number {
    const end = this.#text.indexOf("\n", start);
    return end < 0 ? Number.POSITIVE_INFINITY : end;
  }

  #blanks(): void {
    while (" \t\r\n".includes(this.#text[this.#offset] ?? "x")) this.#offset++;
  }

  #fail(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, this.#place());
  }

  /** Takes the next character and refuses it. */
  #unexpected(expected: string): JsonSyntaxError {
    const described = describe(this.#text.charCodeAt(this.#offset++));
    return this.#fail(`Unexpected character (${described}): ${expected}`);
  }

  /** The text ends before a bracket is closed. */
  #unclosed(): JsonSyntaxError {
    const { kind = "Object", start } = this.#scopes.at(-1) ?? {};
    const from = sourceLocation(this.#text, start ?? this.#place(), this.#source);
    return this.#fail(`Unexpected end-of-input: expected close marker for ${kind} (start marker at ${from})`);
  }

  /** The text ends where a value or a colon has to come. */
  #within(): JsonSyntaxError {
    return this.#fail(`Unexpected end-of-input within/between ${this.#scopes.at(-1)?.kind ?? "root"} entries`);
  }

  #open(kind: Scope["kind"]): Place {
    const start = this.#place();
    this.#offset++;
    this.#scopes.push({ kind, start });
    if (this.#scopes.length > DEEPEST) {
      throw this.#fail(
        `Document nesting depth (${this.#scopes.length}) exceeds the maximum allowed (${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
      );
    }
    return this.#place();
  }

  /** Closes the innermost bracket, if the next character does. */
  #closes(): boolean {
    this.#blanks();
    const character = this.#text[this.#offset];
    if (character === undefined) throw this.#unclosed();
    if (character !== "}" && character !== "]") return false;
    const scope = this.#scopes.at(-1);
    const wanted = scope?.kind === "Array" ? "]" : "}";
    this.#offset++;
    if (scope !== undefined && character !== wanted) {
      const from = sourceLocation(this.#text, scope.start, this.#source);
      throw this.#fail(
        `Unexpected close marker '${character}': expected '${wanted}' (for ${scope.kind} starting at ${from})`,
      );
    }
    this.#scopes.pop();
    return true;
  }

  #comma(): void {
    const kind = this.#scopes.at(-1)?.kind ?? "root";
    if (this.#text[this.#offset] !== ",") throw this.#unexpected(`was expecting comma to separate ${kind} entries`);
    this.#offset++;
    this.#blanks();
    if (this.#offset >= this.#text.length) throw this.#within();
  }

  #value(): Node {
    const first = this.#text[this.#offset];
    if (first === "{") return this.#object();
    if (first === "[") return this.#array();
    if (first === '"') return this.#string(": was expecting closing quote for a string value");
    return this.#literal();
  }

  #object(): ObjectNode {
    const at = this.#open("Object");
    const members: { name: string; value: Node }[] = [];
    while (!this.#closes()) {
      if (members.length > 0) this.#comma();
      if (this.#text[this.#offset] !== '"') throw this.#unexpected("was expecting double-quote to start field name");
      const name = String(this.#string(" in field name").value);
      this.#blanks();
      if (this.#offset >= this.#text.length) throw this.#within();
      if (this.#text[this.#offset] !== ":") {
        throw this.#unexpected("was expecting a colon to separate field name and value");
      }
      this.#offset++;
      this.#blanks();
      if (this.#offset >= this.#text.length) throw this.#within();
      members.push({ name, value: this.#value() });
    }
    return { kind: "object", members, at, end: this.#place() };
  }

  #array(): ArrayNode {
    const at = this.#open("Array");
    const items: Node[] = [];
    while (!this.#closes()) {
      if (items.length > 0) this.#comma();
      items.push(this.#value());
    }
    return { kind: "array", items, at, end: this.#place() };
  }

  #string(unclosed: string): ScalarNode {
    const start = this.#offset++;
    const at = this.#place();
    for (;;) {
      const code = this.#text.charCodeAt(this.#offset++);
      if (Number.isNaN(code)) {
        this.#offset = this.#text.length;
        throw this.#fail(`Unexpected end-of-input${unclosed}`);
      }
      if (code === QUOTE) break;
      if (code < 0x20) {
        throw this.#fail(
          `Illegal unquoted character (${describe(code)}): has to be escaped using backslash to be included in ${unclosed.includes("name") ? "name" : "string value"}`,
        );
      }
      if (code === BACKSLASH) this.#escape();
    }
    const raw = this.#text.slice(start, this.#offset);
    return { kind: "scalar", value: String(JSON.parse(raw)), text: raw, at, end: this.#place() };
  }

  #escape(): void {
    const escaped = this.#escaped();
    if (escaped === SMALL_U) {
      for (let digits = 0; digits < 4; digits++) {
        const digit = this.#escaped();
        if (!/^[\da-fA-F]$/.test(String.fromCharCode(digit))) {
          throw this.#fail(
            `Unexpected character (${describe(digit)}): expected a hex-digit for character escape sequence`,
          );
        }
      }
    } else if (!'"\\/bfnrt'.includes(String.fromCharCode(escaped))) {
      throw this.#fail(`Unrecognized character escape ${describe(escaped)}`);
    }
  }

  #escaped(): number {
    if (this.#offset >= this.#text.length) throw this.#fail("Unexpected end-of-input in character escape sequence");
    return this.#text.charCodeAt(this.#offset++);
  }

  #literal(): ScalarNode {
    const rest = this.#text.slice(this.#offset, this.#offset + 400);
    const word = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\d)|(?:true|false|null)(?![\w$]))/.exec(rest)?.[0];
    if (word !== undefined) {
      this.#offset += word.length;
      const at = this.#place();
      return { kind: "scalar", value: JSON.parse(word), text: word, at, end: at };
    }
    if (/^-?0\d/.test(rest)) {
      this.#offset += rest.startsWith("-") ? 2 : 1;
      throw this.#fail("Invalid numeric value: Leading zeroes not allowed");
    }
    const token = /^[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Nd}$_]*/u.exec(rest)?.[0];
    if (token === undefined) throw this.#unexpected(`expected a valid value ${EXPECTED}`);
    this.#offset += token.length;
    // The reader of bytes has read the character behind the word as well.
    if (this.#source === "byte[]" && this.#offset < this.#text.length) this.#offset++;
    throw this.#fail(
      `Unrecognized token '${token.slice(0, LONGEST_TOKEN)}${token.length > LONGEST_TOKEN ? "..." : ""}': was expecting ${EXPECTED}`,
    );
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
/** Jackson's `MAX_ERROR_TOKEN_LENGTH`. */
const LONGEST_TOKEN = 256;

/** The tokens that Jackson tells by their first character. */
const TOKENS: Readonly<Record<string, string>> = { "{": "START_OBJECT", "[": "START_ARRAY", '"': "VALUE_STRING" };

function tokenOf({ text }: ScalarNode): string {
  if (/^[a-z]/.test(text)) return `VALUE_${text.toUpperCase()}`;
  return /[.eE]/.test(text) ? "VALUE_NUMBER_FLOAT" : "VALUE_NUMBER_INT";
}

/** What Jackson's data binding adds to a token that follows the value. */
const NOT_ALLOWED =
  "bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`";

/** A character as Jackson names it in its refusals. */
function describe(code: number): string {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return `(CTRL-CHAR, code ${code})`;
  const character = String.fromCharCode(code);
  return code > 0xff ? `'${character}' (code ${code} / 0x${code.toString(16)})` : `'${character}' (code ${code})`;
}
