import { positionAt, TemplateError } from "./template-error.ts";

/** A place in a template's text that moves forward; what the parsers share. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The character `ahead` places on; empty at the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? "";
  }

  /** Takes `expected` when the text goes on with it. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Takes what a sticky pattern matches here; undefined when it does not. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Blanks, tabs and line ends, which mean nothing inside parentheses. */
  skipSpace(): void {
    this.match(/[ \t\r\n]*/y);
  }

  expect(expected: string): void {
    if (!this.take(expected)) throw this.fail(`expected ${JSON.stringify(expected)}`);
  }

  /** An error at this place, or at `offset`. */
  fail(message: string, offset = this.at): TemplateError {
    const found = offset >= this.text.length ? "the end of the template" : JSON.stringify(this.text[offset]);
    return new TemplateError(`Velocity cannot parse the template: ${message}, found ${found}`, this.position(offset));
  }

  position(offset = this.at): { line: number; column: number } {
    return positionAt(this.text, offset);
  }
}
