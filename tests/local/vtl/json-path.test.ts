import { expect } from "chai";
import fc from "fast-check";
import { JavaException } from "../../../local/vtl/java-exception.ts";
import { readJson } from "../../../local/vtl/json.ts";
import { compileJsonPath } from "../../../local/vtl/json-path.ts";

const PART = fc.constantFrom(
  ..."$ @ . .. * [ ] ( ) ? ! && || == =~ < 1 -1 : , 'a' \"b\" a b /x/i /(/ length() sum( true null in {} ' ' \\".split(
    " ",
  ),
);
const DOCUMENT = readJson('{"a":[1,"x",{"b":null}],"b":{"a":[[]]}}');

describe("Paths", () => {
  it("are read, or refused as Java refuses them, whatever they look like", () => {
    fc.assert(
      fc.property(fc.array(PART, { maxLength: 12 }), (parts) => {
        try {
          compileJsonPath(parts.join("")).read(DOCUMENT);
        } catch (error) {
          expect(error).to.be.instanceOf(JavaException);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("nest no deeper than anybody writes", () => {
    expect(() => compileJsonPath(`$[?${"(".repeat(5000)}@.a${")".repeat(5000)}]`)).to.throw(
      JavaException,
      "too deeply",
    );
    expect(() => compileJsonPath(`$[?(${"!".repeat(5000)}@.a)]`)).to.throw(JavaException, "too deeply");
  });
});
