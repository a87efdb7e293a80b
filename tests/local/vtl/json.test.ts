import { expect } from "chai";
import { readJson, writeJson } from "../../../local/vtl/json.ts";

describe("JSON in templates", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

  it("may nest as deep as json-smart reads, and no deeper", () => {
    expect(writeJson(readJson(nested(400)), { escapeSlash: false })).to.equal(nested(400));
    expect(() => readJson(nested(401))).to.throw(SyntaxError, "it nests deeper than 400 levels");
    expect(() => readJson(`{"a":${nested(100_000)}}`)).to.throw(SyntaxError, "it nests deeper than 400 levels");
  });

  it("may have any number of things beside each other", () => {
    const wide = `[${Array.from({ length: 1000 }, () => '{"a":[1]}').join(",")}]`;
    expect(writeJson(readJson(wide), { escapeSlash: false })).to.equal(wide);
  });
});
