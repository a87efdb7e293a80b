import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { jacksonFault } from "../../../local/jackson/fault.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly fault: string;
  readonly at: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/jackson/faults.json", import.meta.url), "utf8"),
);

describe("Jackson's words", () => {
  for (const { name, text, fault, at } of cases) {
    it(`for ${name}`, () => {
      expect(jacksonFault(text, "String")).to.equal(`${fault}\n at [Source: (String)"${text}"; ${at}]`);
    });
  }

  it("are there for every text that is no JSON, and for no other", () => {
    const texts = fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]",:01.e-tfnu\\ \n') }));
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(() => jacksonFault(text, "String")).to.throw(TypeError, "the text is JSON");
        else expect(jacksonFault(text, "byte[]")).to.contain("\n at [Source: (byte[])");
      }),
      { numRuns: 2000 },
    );
  });

  it("count lines and columns in large texts", () => {
    const items = Array.from({ length: 20_000 }, (_, index) => `  ${index},\n`);
    expect(jacksonFault(`[\n${items.join("")}  x]`, "String")).to.match(/; line: 20002, column: 4\]$/);
  });
});
