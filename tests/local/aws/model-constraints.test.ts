import { expect } from "chai";
import { constrained } from "../../../local/aws/model-constraints.ts";
import type { Operation } from "../../../local/aws/service.ts";
import type { JsonObject } from "../../../local/json.ts";

const echo: Operation<null> = { name: "Echo", permissions: () => [], run: (input) => input };
const MODEL = {
  Echo: {
    Name: { required: true, min: 2, max: 3, pattern: "[a-z]+" },
    Secret: { max: 1, sensitive: true },
    Parts: { max: 1, itemClass: "Part", members: { Size: { required: true, max: 5 } } },
    Tags: { values: { max: 2 } },
  },
};

function broken(input: JsonObject): readonly string[] {
  let found: readonly string[] = [];
  const [checked] = constrained([echo as Operation<null, never>], MODEL, (all) => {
    found = all;
    return new Error("refused");
  });
  try {
    checked?.run(input as never, undefined as never, null);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "refused") throw error;
  }
  return found;
}

describe("A model's constraints", () => {
  it("let pass what keeps them, members that are not in the model and null", () => {
    expect(broken({ Name: "ab", Parts: [{ Size: 5 }], Tags: { a: "bc" }, Secret: null, Other: 1 })).to.deep.equal([]);
  });

  it("are told one by one, at their places, by value or length", () => {
    expect(broken({ Name: "A", Parts: [{ Size: 6 }, {}] })).to.deep.equal([
      "Value 'A' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2",
      "Value 'A' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
      "Value '[Part(...), Part(...)]' at 'parts' failed to satisfy constraint: Member must have length less than or equal to 1",
      "Value '6' at 'parts.1.member.size' failed to satisfy constraint: Member must have value less than or equal to 5",
      "Value null at 'parts.2.member.size' failed to satisfy constraint: Member must not be null",
    ]);
  });

  it("do not repeat what is secret, and tell of a map as a whole", () => {
    expect(broken({ Name: "ab", Secret: "xy", Tags: { a: "bcd" } })).to.deep.equal([
      "Value at 'secret' failed to satisfy constraint: Member must have length less than or equal to 1",
      "Value '{a=bcd}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2]",
    ]);
  });
});
