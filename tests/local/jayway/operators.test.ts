import { readFileSync } from "node:fs";
import { expect } from "chai";
import { compilePath } from "../../../local/asl/json-path.ts";
import type { Json } from "../../../local/json.ts";
import { readJson, writeJson } from "../../../local/vtl/json.ts";
import { compileJsonPath } from "../../../local/vtl/json-path.ts";
import { scopeOf } from "../asl/scopes.ts";

interface Cases {
  readonly document: Json;
  readonly cases: readonly { readonly filter: string; readonly kept: readonly Json[] }[];
}

const { document, cases }: Cases = JSON.parse(
  readFileSync(new URL("../../cases/jayway/operators.json", import.meta.url), "utf8"),
);

describe("Jayway's operators", () => {
  const java = readJson(JSON.stringify(document));

  for (const { filter, kept } of cases) {
    const path = `$.v[?(${filter})]`;

    it(`${filter}, in a workflow`, () => {
      expect(compilePath(path).evaluate(scopeOf({ input: document }))).to.deep.equal(kept);
    });

    it(`${filter}, in a template`, () => {
      const found = compileJsonPath(path).read(java);
      expect(found === undefined ? undefined : writeJson(found, { escapeSlash: false })).to.equal(JSON.stringify(kept));
    });
  }
});
