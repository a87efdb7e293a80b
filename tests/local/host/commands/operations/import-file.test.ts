import { readFileSync } from "node:fs";
import { expect } from "chai";
import { urnOfImport } from "../../../../../local/engine/steps/import.ts";
import { importsOf } from "../../../../../local/host/commands/operations/import-file.ts";
import type { JsonObject } from "../../../../../local/json.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly file: JsonObject;
  readonly urns?: readonly string[];
  /** What the program calls them. */
  readonly variables?: readonly string[];
  readonly refused?: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../../cases/host/import-file.json", import.meta.url), "utf8"),
);

describe("a file of resources to import", () => {
  for (const { name, file, urns, variables, refused } of cases) {
    it(name, () => {
      const read = () => importsOf(file, { stack: "dev", project: "p", protect: true });
      if (refused !== undefined) {
        expect(read).to.throw(refused);
        return;
      }
      const { goals, names } = read();
      const found = goals.map((goal) => urnOfImport(goal, "dev", "p"));
      expect(found).to.deep.equal(urns);
      if (variables !== undefined) expect(found.map((urn) => names[urn])).to.deep.equal(variables);
    });
  }
});
