import { javaDouble } from "../java-number.ts";
import { Decimal, JavaList, toText, type Value } from "./values.ts";

/** Longer fractions than this become a `BigDecimal` in json-smart. */
const LONGEST_DOUBLE = 18;
/**
 * The deepest nesting that json-smart reads (CVE-2023-1370, since its 2.4.9); which version AWS runs is not known. Without
 * an end to it a client's brackets would use up the stack of whoever walks the value.
 */
const DEEPEST = 400;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Reads JSON as json-smart does on AWS: the order of keys is kept, whole numbers stay exact, fractions are doubles.
 *
 * @throws SyntaxError when the text is no JSON.
 */
export function readJson(text: string): Value {
  const reader = new JsonReader(text);
  return reader.document();
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(): Value {
    this.#space();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #nested(read: () => Value): Value {
    if (++this.#depth > DEEPEST) throw new SyntaxError(`it nests deeper than ${DEEPEST} levels`);
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Value {
    const map = new Map<string, Value>();
    this.#at++;
    this.#space();
    if (this.#taken("}")) return map;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#unexpected();
      const key = this.#string();
      this.#space();
      if (!this.#taken(":")) throw this.#unexpected();
      map.set(key, this.#value());
      this.#space();
    } while (this.#taken(","));
    if (!this.#taken("}")) throw this.#unexpected();
    return map;
  }

  #array(): Value {
    const items: Value[] = [];
    this.#at++;
    this.#space();
    if (this.#taken("]")) return new JavaList("json", items);
    do {
      items.push(this.#value());
      this.#space();
    } while (this.#taken(","));
    if (!this.#taken("]")) throw this.#unexpected();
    return new JavaList("json", items);
  }

  #string(): string {
    const start = this.#at++;
    let escaped = false;
    for (;;) {
      PLAIN.lastIndex = this.#at;
      PLAIN.test(this.#text);
      this.#at = PLAIN.lastIndex;
      const next = this.#text[this.#at];
      if (next === '"') break;
      if (next !== "\\") throw this.#unexpected();
      escaped = true;
      this.#at += 2;
    }
    this.#at++;
    if (!escaped) return this.#text.slice(start + 1, this.#at - 1);
    const decoded: string = JSON.parse(this.#text.slice(start, this.#at));
    return decoded;
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (found === null) throw this.#unexpected();
    const [text, fraction, exponent] = found;
    this.#at += text.length;
    if (fraction === undefined && exponent === undefined) return BigInt(text);
    return text.length > LONGEST_DOUBLE ? new Decimal(text) : Number(text);
  }

  #word(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected();
    this.#at += word.length;
    return value;
  }

  #taken(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #unexpected(): SyntaxError {
    return this.#at >= this.#text.length
      ? new SyntaxError("Unexpected End Of File")
      : new SyntaxError(`Unexpected character (${this.#text[this.#at]}) at position ${this.#at}`);
  }
}

/**
 * Writes JSON as json-smart does: compact; `/` becomes `\/` in what `toString` prints (`escapeSlash`) and stays in what
 * `$input.json` answers.
 */
export function writeJson(value: Value, style: { readonly escapeSlash: boolean }): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value, style.escapeSlash);
  if (typeof value === "number") return Number.isFinite(value) ? javaDouble(value) : "null";
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Decimal) return value.text;
  if (value instanceof JavaList) return `[${value.items.map((item) => writeJson(item, style)).join(",")}]`;
  if (value instanceof Map) {
    const members = Array.from(value, ([key, item]) => `${quote(key, style.escapeSlash)}:${writeJson(item, style)}`);
    return `{${members.join(",")}}`;
  }
  return quote(toText(value), style.escapeSlash);
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "/": "\\/",
};

/** json-smart writes these blocks of characters as \uXXXX, with upper-case digits. */
const SPECIAL = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;
const SPECIAL_AND_SLASH = /["\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;

function quote(text: string, escapeSlash: boolean): string {
  const escaped = text.replace(
    escapeSlash ? SPECIAL_AND_SLASH : SPECIAL,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}
