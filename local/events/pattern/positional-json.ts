/** A place in a text, as Jackson counts: both start at one, and the column is the one after the characters read. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A JSON value that knows where it stands. */
export type Node = ScalarNode | ArrayNode | ObjectNode;

interface Placed {
  /**
   * Where a streaming parser stands when it has recognised the value: after a bracket, a number or a literal, but only
   * after the *opening* quote of a string, which it reads when it is asked for. EventBridge reports these places.
   */
  readonly at: Place;
  /** After the whole value. */
  readonly end: Place;
}

export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** A number as it was written. */
  readonly text: string;
}

export interface ArrayNode extends Placed {
  readonly kind: "array";
  readonly items: readonly Node[];
}

export interface ObjectNode extends Placed {
  readonly kind: "object";
  readonly members: readonly { readonly name: string; readonly value: Node }[];
}

/** Text that is not JSON, in Jackson's words. */
export class JsonSyntaxError extends Error {
  readonly at: Place;

  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}

/** Deeper patterns are refused before they exhaust the stack. */
const DEEPEST = 1000;

/**
 * Parses JSON and keeps the places, which `JSON.parse` does not.
 *
 * @throws JsonSyntaxError
 */
export function parsePositional(text: string): Node {
  return new Parser(text).document();
}

class Parser {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Node {
    const node = this.#value(0);
    this.#blanks();
    return node;
  }

  #place(offset = this.#offset): Place {
    const before = this.#text.slice(0, offset);
    const newline = before.lastIndexOf("\n");
    return { line: before.split("\n").length, column: offset - newline };
  }

  #blanks(): void {
    while (" \t\r\n".includes(this.#text[this.#offset] ?? "x")) this.#offset++;
  }

  #unexpected(expected: string): JsonSyntaxError {
    const code = this.#text.codePointAt(this.#offset);
    if (code === undefined) return new JsonSyntaxError("Unexpected end-of-input", this.#place());
    const character = String.fromCodePoint(code);
    this.#offset++;
    return new JsonSyntaxError(`Unexpected character ('${character}' (code ${code})): ${expected}`, this.#place());
  }

  #value(depth: number): Node {
    if (depth > DEEPEST)
      throw new JsonSyntaxError(`Document nesting depth (${depth}) exceeds the maximum`, this.#place());
    this.#blanks();
    const first = this.#text[this.#offset];
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#array(depth);
    if (first === '"') return this.#string();
    return this.#literal();
  }

  #object(depth: number): ObjectNode {
    this.#offset++;
    const at = this.#place();
    const members: { name: string; value: Node }[] = [];
    this.#blanks();
    if (this.#text[this.#offset] === "}") {
      this.#offset++;
      return { kind: "object", members, at, end: this.#place() };
    }
    for (;;) {
      this.#blanks();
      if (this.#text[this.#offset] !== '"') throw this.#unexpected("was expecting double-quote to start field name");
      const name = String(this.#string().value);
      this.#blanks();
      if (this.#text[this.#offset] !== ":")
        throw this.#unexpected("was expecting a colon to separate field name and value");
      this.#offset++;
      members.push({ name, value: this.#value(depth + 1) });
      this.#blanks();
      const next = this.#text[this.#offset];
      if (next !== "," && next !== "}") throw this.#unexpected("was expecting comma to separate Object entries");
      this.#offset++;
      if (next === "}") return { kind: "object", members, at, end: this.#place() };
    }
  }

  #array(depth: number): ArrayNode {
    this.#offset++;
    const at = this.#place();
    const items: Node[] = [];
    this.#blanks();
    if (this.#text[this.#offset] === "]") {
      this.#offset++;
      return { kind: "array", items, at, end: this.#place() };
    }
    for (;;) {
      items.push(this.#value(depth + 1));
      this.#blanks();
      const next = this.#text[this.#offset];
      if (next !== "," && next !== "]") throw this.#unexpected("was expecting comma to separate Array entries");
      this.#offset++;
      if (next === "]") return { kind: "array", items, at, end: this.#place() };
    }
  }

  #string(): ScalarNode {
    const start = this.#offset;
    const at = this.#place(start + 1);
    let offset = start + 1;
    while (offset < this.#text.length && this.#text[offset] !== '"') offset += this.#text[offset] === "\\" ? 2 : 1;
    if (offset >= this.#text.length) {
      throw new JsonSyntaxError("Unexpected end-of-input in VALUE_STRING", this.#place(this.#text.length));
    }
    this.#offset = offset + 1;
    const raw = this.#text.slice(start, this.#offset);
    try {
      return { kind: "scalar", value: String(JSON.parse(raw)), text: raw, at, end: this.#place() };
    } catch {
      throw new JsonSyntaxError(
        "Unrecognized character escape or illegal unquoted character in a string",
        this.#place(),
      );
    }
  }

  #literal(): ScalarNode {
    const word = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/.exec(
      this.#text.slice(this.#offset, this.#offset + 400),
    )?.[0];
    if (word === undefined) {
      throw this.#unexpected(
        "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      );
    }
    this.#offset += word.length;
    const at = this.#place();
    return { kind: "scalar", value: JSON.parse(word), text: word, at, end: at };
  }
}
