import { readFileSync } from "node:fs";
import { expect } from "chai";
import { compileSelection, type IntegrationSource } from "../../../local/gateway/selection.ts";
import { readJson } from "../../../local/vtl/json.ts";
import type { Value } from "../../../local/vtl/values.ts";

interface Case {
  readonly name: string;
  readonly expression: string;
  readonly body: string;
  readonly integration?: IntegrationSource;
  readonly value: string;
  readonly static?: boolean;
}

const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../cases/route-selection/expressions.json", import.meta.url), "utf8"),
);

function parsed(body: string): Value | undefined {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

describe("Selection expressions", () => {
  for (const one of cases) {
    it(one.name, () => {
      const selection = compileSelection(one.expression);
      const { integration } = one;
      expect(selection.evaluate({ requestBody: () => parsed(one.body), integration })).to.equal(one.value);
      expect(selection.isStatic).to.equal(one.static ?? false);
    });
  }
});
