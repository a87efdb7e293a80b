import { expect } from "chai";
import { brokenConstraint, validationErrors } from "../../../local/aws/broken-constraint.ts";

describe("the words for broken constraints", () => {
  const missing = brokenConstraint(null, "name", "not be null");
  const long = brokenConstraint("aaa", "targets.1.member.id", "have length less than or equal to 2");

  it("show a missing value without quotes", () => {
    expect(validationErrors(missing)).to.equal(
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  });

  it("tell of all at once", () => {
    expect(validationErrors(missing, long)).to.equal(
      "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; " +
        "Value 'aaa' at 'targets.1.member.id' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
  });
});
