import { PathSyntaxError } from "./syntax-error.ts";

/** Walks over the text of a path. */
export class PathReader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The next character; "" at the end. */
  peek(): string {
    return this.text[this.position] ?? "";
  }

  /** Steps over `expected` if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) {
      throw new PathSyntaxError(`Expected character: ${expected}, but found: ${this.peek() || "end of path"}`);
    }
  }

  /** Takes what the sticky expression finds here. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.position;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Takes everything before the first of `stops`, or before the end. */
  until(stops: string): string {
    const start = this.position;
    while (!this.atEnd && !stops.includes(this.peek())) this.position++;
    return this.text.slice(start, this.position);
  }

  skipBlanks(): void {
    while (!this.atEnd && " \t\n\r".includes(this.peek())) this.position++;
  }

  /** Takes a string in single or double quotes, in which a backslash stands before a quote, a backslash or an escape. */
  quoted(): string {
    const quote = this.peek();
    if (quote !== "'" && quote !== '"') throw new PathSyntaxError(`Expected a quote at position ${this.position}`);
    this.position++;
    let value = "";
    for (;;) {
      const run = this.until(`${quote}\\`);
      value += run;
      if (this.atEnd) throw new PathSyntaxError(`Property has not been closed - missing closing ${quote}`);
      if (this.take(quote)) return value;
      this.position++;
      value += this.#escaped();
    }
  }

  #escaped(): string {
    const escaped = this.peek();
    this.position++;
    if (escaped === "u") {
      const hex = this.match(/[0-9a-fA-F]{4}/y);
      if (hex === undefined) throw new PathSyntaxError("Unable to parse unicode escape");
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }[escaped] ?? escaped;
  }
}
