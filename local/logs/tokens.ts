import { unreadableCharacters, unreadablePattern } from "./errors.ts";

/** A condition on what a filter looks at. */
export type Test<Subject> = (subject: Subject) => boolean;

/** What could begin a token, up to and with the first character that cannot go on with it. */
const UNFINISHED = /^(?:["%].*|\$(?:\.[A-Za-z0-9_-]+|\.\*|\[[^\]"]*\])*\.?.?|.)/su;

/** What AWS shows of text that is no token. */
export function unreadable(text: string): string {
  return UNFINISHED.exec(text)?.[0] ?? text;
}

/** The tokens of a filter pattern, read from left to right. */
export class Tokens {
  readonly #tokens: readonly string[];
  #at = 0;

  /**
   * @param token finds the next token, its first group, where the last one ended: sticky.
   * @throws AwsError `InvalidParameterException` for what is no token.
   */
  constructor(pattern: string, token: RegExp) {
    const text = pattern.trimEnd();
    const tokens: string[] = [];
    let at = 0;
    while (at < text.length) {
      token.lastIndex = at;
      const found = token.exec(text)?.[1];
      if (found === undefined) throw unreadableCharacters(unreadable(text.slice(at).trimStart()));
      tokens.push(found);
      at = token.lastIndex;
    }
    this.#tokens = tokens;
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  /** @throws AwsError `InvalidParameterException` at the end. */
  next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw unreadablePattern();
    return token;
  }

  accept(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#at++;
    return true;
  }

  /** @throws AwsError `InvalidParameterException` where another token stands. */
  expect(token: string): void {
    if (!this.accept(token)) throw unreadablePattern();
  }

  /** @throws AwsError `InvalidParameterException` where there is more. */
  expectEnd(): void {
    if (this.peek() !== undefined) throw unreadablePattern();
  }

  /** Conditions joined by `||`, which binds less than `&&`, and in parentheses; `single` reads one of them. */
  condition<Subject>(single: () => Test<Subject>): Test<Subject> {
    const tests = [this.#all(single)];
    while (this.accept("||")) tests.push(this.#all(single));
    return (subject) => tests.some((test) => test(subject));
  }

  #all<Subject>(single: () => Test<Subject>): Test<Subject> {
    const tests = [this.#one(single)];
    while (this.accept("&&")) tests.push(this.#one(single));
    return (subject) => tests.every((test) => test(subject));
  }

  #one<Subject>(single: () => Test<Subject>): Test<Subject> {
    if (!this.accept("(")) return single();
    const test = this.condition(single);
    this.expect(")");
    return test;
  }
}
