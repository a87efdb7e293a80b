import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { AwsError } from "../../../local/aws/error.ts";
import { compilePattern } from "../../../local/events/pattern/pattern.ts";
import type { JsonObject } from "../../../local/json.ts";

interface MatchCase {
  readonly name: string;
  readonly pattern: JsonObject;
  readonly matches: readonly JsonObject[];
  readonly differs: readonly JsonObject[];
}

interface InvalidCase {
  readonly name: string;
  readonly pattern: string;
  readonly message?: string;
  readonly reason?: string;
  /** Line and column of the reason; null where none is told. */
  readonly at?: readonly [line: number, column: number] | null;
  /** The place is told twice. */
  readonly twice?: boolean;
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../cases/events/${file}`, import.meta.url), "utf8"));

const refusal = (pattern: string): AwsError => {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error("the pattern was accepted");
};

describe("event patterns", () => {
  for (const { name, pattern, matches, differs } of read("patterns.json") as MatchCase[]) {
    it(name, () => {
      const compiled = compilePattern(JSON.stringify(pattern));
      for (const event of matches) {
        expect(compiled.match(event), JSON.stringify(event)).to.deep.equal({ matched: true });
      }
      for (const event of differs) expect(compiled.match(event).matched, JSON.stringify(event)).to.equal(false);
    });
  }

  for (const { name, pattern, message, reason, at, twice } of read("invalid-patterns.json") as InvalidCase[]) {
    it(`refuses ${name}`, () => {
      const error = refusal(pattern);
      expect(error.code).to.equal("InvalidEventPatternException");
      if (message !== undefined) expect(error.message).to.equal(message);
      if (reason !== undefined) {
        expect(error.message).to.match(/^Event pattern is not valid\. Reason: /);
        expect(error.message.split("\n at ")[0]).to.equal(`Event pattern is not valid. Reason: ${reason}`);
      }
      if (at !== undefined) {
        const place = at === null ? "" : `\n at [Source: (String)"${pattern}"; line: ${at[0]}, column: ${at[1]}]`;
        const places = twice === true ? place.repeat(2) : place;
        expect(error.message).to.equal(`Event pattern is not valid. Reason: ${reason}${places}`);
      }
    });
  }

  it("says which field kept an event from matching", () => {
    const compiled = compilePattern('{"source":["shop"],"detail":{"status":[{"prefix":"ok"},"done"]}}');
    expect(compiled.match({ source: "shop", detail: { status: "failed" } })).to.deep.equal({
      matched: false,
      reason: 'detail.status is "failed", wanted prefix "ok" or "done"',
    });
  });

  it("matches every event by a pattern of its own scalars", () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const key = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(key, scalar, { minKeys: 1 }), (event) => {
        const pattern = Object.fromEntries(Object.entries(event).map(([name, value]) => [name, [value]]));
        expect(compilePattern(JSON.stringify(pattern)).match(event).matched).to.equal(true);
      }),
    );
  });

  it("fits a wildcard exactly when the same expression does", () => {
    const text = fc.stringMatching(/^[ab]{0,10}$/);
    const wildcard = fc.stringMatching(/^[ab*]{1,8}$/).filter((pattern) => !pattern.includes("**"));
    fc.assert(
      fc.property(wildcard, text, (pattern, value) => {
        const compiled = compilePattern(JSON.stringify({ x: [{ wildcard: pattern }] }));
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(value);
        expect(compiled.match({ x: value }).matched).to.equal(expected);
      }),
    );
  });

  it("answers any text with a pattern or a refusal, never with another error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          compilePattern(text);
        } catch (error) {
          expect(error).to.be.instanceOf(AwsError);
        }
      }),
    );
  });
});
