import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { updatedOutputs } from "../../../local/provider/outputs.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";
import { resourceSchema } from "../../../local/provider/schema.ts";
import { hasUnknown } from "../../../local/provider/values.ts";

/** From the CustomizeDiff functions of hashicorp/terraform-provider-aws (internal/service/{dynamodb,lambda,sfn}). */
interface Case {
  readonly name: string;
  readonly type: string;
  readonly olds: JsonObject;
  readonly news: JsonObject;
  readonly unknown: readonly string[];
  /** What is neither unknown nor as the program says it. */
  readonly kept?: JsonObject;
  readonly absent?: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/previewed-updates.json", import.meta.url), "utf8"),
);

describe("The preview of an update", () => {
  for (const { name, type, olds, news, unknown, kept = {}, absent = [] } of cases) {
    it(`knows what it cannot know: ${name}`, () => {
      const schema = resourceSchema(type);
      if (schema === undefined) throw new Error(`${type} has no schema`);
      const decode = { assetsFrom: "/" };
      const [before, after] = [decodeProperties(olds, decode), decodeProperties(news, decode)];
      const outputs = updatedOutputs(schema, before, after, "us-east-1");
      expect(Object.keys(outputs).filter((property) => hasUnknown(outputs[property]))).to.have.members(unknown);
      const known = Object.entries({ ...decodeProperties(news, decode), ...decodeProperties(kept, decode) });
      expect(outputs).to.deep.include(Object.fromEntries(known.filter(([property]) => !unknown.includes(property))));
      expect(Object.keys(outputs)).to.include.members(
        Object.keys(olds).filter((property) => !absent.includes(property)),
      );
      for (const property of absent) expect(outputs).to.not.have.property(property);
    });
  }
});
