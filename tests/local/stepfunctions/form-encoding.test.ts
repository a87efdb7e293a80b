import { expect } from "chai";
import fc from "fast-check";
import { formEncoded, formPairs } from "../../../local/stepfunctions/integrations/http/form-encoding.ts";

describe("Forms of HTTP Tasks", () => {
  it("are read back as they were written, whatever is in them", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))), (pairs) => {
        const text = formEncoded(pairs);
        expect(text).to.match(/^[A-Za-z0-9\-._~%&=]*$/);
        const wellFormed = pairs.map((pair) => pair.map((part) => part.toWellFormed()));
        expect([...new URLSearchParams(text)]).to.deep.equal(wellFormed);
      }),
    );
  });

  it("name every value of what is nested, once", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("INDICES", "BRACKETS", "REPEAT"), (value, arrays) => {
        const json = JSON.parse(JSON.stringify(value));
        const pairs = formPairs("root", json, arrays);
        expect(pairs.length).to.equal(countLeaves(json));
        for (const [name] of pairs) expect(name.startsWith("root")).to.equal(true);
      }),
    );
  });
});

function countLeaves(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + countLeaves(each), 0);
}
