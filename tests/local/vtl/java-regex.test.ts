import { expect } from "chai";
import { javaPattern, PatternError } from "../../../local/vtl/java-regex.ts";

describe("A Java pattern", () => {
  it("matches the whole text and no line of it, whatever its flags (java.util.regex.Matcher, matches)", () => {
    const { every, first, whole } = javaPattern("(?m)^b$");
    const text = "a\nb\nb";
    expect([whole.test(text), whole.test("b")]).to.deep.equal([false, true]);
    expect(text.replace(first, "c")).to.equal("a\nc\nb");
    expect(text.replace(every, "c")).to.equal("a\nc\nc");
    expect(javaPattern("(?s)a.b|c").whole.test("a\nb")).to.equal(true);
    expect(javaPattern("a|b").whole.test("ab")).to.equal(false);
  });

  it("is compiled once", () => {
    expect(javaPattern("[A-Z]{3}-\\d+")).to.equal(javaPattern("[A-Z]{3}-\\d+"));
    expect(() => javaPattern("(")).to.throw(PatternError);
  });
});
