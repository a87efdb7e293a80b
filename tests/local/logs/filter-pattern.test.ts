import { expect } from "chai";
import fc from "fast-check";
import { filterPattern } from "../../../local/logs/filter-pattern.ts";
import { wildcards } from "../../../local/logs/text-patterns.ts";
import cases from "../../cases/logs/filter-patterns.json" with { type: "json" };

interface FilterCase {
  readonly name: string;
  readonly pattern: string;
  readonly message?: string;
  readonly matches?: boolean;
  readonly error?: string;
}

describe("CloudWatch Logs filter patterns", () => {
  for (const { name, pattern, message = "", matches, error } of cases as readonly FilterCase[]) {
    it(name, () => {
      if (error !== undefined) expect(() => filterPattern(pattern)).to.throw(error);
      else expect(filterPattern(pattern)(message)).to.equal(matches);
    });
  }

  it("take wildcards for any text, as a regular expression would and in one go", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    const message = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
    fc.assert(
      fc.property(text, message, (pattern, found) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(found);
        expect(wildcards(pattern)(found)).to.equal(expected);
      }),
      { numRuns: 1000 },
    );
    expect(wildcards(`${"a*".repeat(30)}b`)("a".repeat(100_000))).to.equal(false);
  });

  it("give up a regular expression that backtracks without end", () => {
    const fits = filterPattern("%a*a*a*a*a*a*b%");
    expect(fits("aab")).to.equal(true);
    expect(() => fits("a".repeat(5_000)))
      .to.throw("takes too long")
      .with.property("code", "InvalidParameterException");
  });

  it("find any quoted text in itself", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (text, around) => {
        const quoted = `"${text.replace(/["\\]/g, "\\$&")}"`;
        expect(filterPattern(quoted)(`${around}${text}${around}`)).to.equal(true);
      }),
    );
  });
});
