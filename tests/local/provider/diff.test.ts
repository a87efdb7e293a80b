import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import type { JsonObject } from "../../../local/json.ts";
import { type DiffRequest, diffResource, type ResourceDiff } from "../../../local/provider/diff.ts";
import type { ResourceHandler } from "../../../local/provider/handler.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";
import { type ResourceSchema, resourceSchema } from "../../../local/provider/schema.ts";
import { hasUnknown, type PropertyMap } from "../../../local/provider/values.ts";
import { applyDiff } from "./apply-diff.ts";
import { inputsOf } from "./schema-inputs.ts";

interface Case {
  readonly name: string;
  readonly type: string;
  readonly olds: JsonObject;
  /** The resource as the state has it. */
  readonly outputs?: JsonObject;
  readonly news: JsonObject;
  readonly ignoreChanges?: readonly string[];
  /** Path → kind. */
  readonly differences: Readonly<Record<string, string>>;
  readonly deleteBeforeReplace?: boolean;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/diff.json", import.meta.url), "utf8"),
);

/** A type that can be updated in place and adds nothing to its schema. */
const handlerOf = (type: string): ResourceHandler => ({
  type,
  create: () => Promise.reject(new Error("a diff makes nothing")),
  read: () => Promise.reject(new Error("a diff reads nothing")),
  update: () => Promise.reject(new Error("a diff updates nothing")),
  delete: () => Promise.reject(new Error("a diff deletes nothing")),
});

function diff(type: string, request: Partial<DiffRequest>): ResourceDiff {
  const schema = schemaOf(type);
  const whole = { oldInputs: {}, newInputs: {}, ignoreChanges: [], region: "us-east-1", ...request };
  return diffResource(schema, handlerOf(type), whole);
}

function schemaOf(type: string): ResourceSchema {
  const schema = resourceSchema(type);
  if (schema === undefined) throw new Error(`${type} has no schema`);
  return schema;
}

const TYPES = readdirSync(new URL("../../../local/provider/schema", import.meta.url), {
  withFileTypes: true,
  recursive: true,
})
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const family = entry.parentPath.split("/").at(-1);
    const member = entry.name.replace(".json", "").replace(/-[a-z]/g, (letter) => letter.charAt(1).toUpperCase());
    return `aws:${family}/${member}:${member.charAt(0).toUpperCase()}${member.slice(1)}`;
  });

describe("The diff of a resource", () => {
  for (const { name, type, olds, outputs = {}, news, ignoreChanges, differences, deleteBeforeReplace } of cases) {
    it(name, () => {
      const decode = { assetsFrom: "/" };
      const oldInputs = decodeProperties(olds, decode);
      const newInputs = decodeProperties(news, decode);
      const oldOutputs = decodeProperties(outputs, decode);
      const result = diff(type, { oldInputs, oldOutputs, newInputs, ignoreChanges: ignoreChanges ?? [] });
      expect(Object.fromEntries(result.differences)).to.deep.equal(differences);
      expect(result.deleteBeforeReplace).to.equal(deleteBeforeReplace ?? false);
      expect(result.replaces).to.deep.equal(
        Object.keys(differences).filter((path) => differences[path]?.endsWith("-replace")),
      );
    });
  }

  it("knows the schemas of all the types", () => {
    expect(TYPES).to.have.length(47).and.to.include("aws:apigatewayv2/integrationResponse:IntegrationResponse");
  });

  for (const type of TYPES) {
    it(`finds no difference between a ${type} and itself`, () => {
      fc.assert(
        fc.property(inputsOf(schemaOf(type)), (inputs) => {
          const { differences } = diff(type, { oldInputs: inputs, newInputs: inputs });
          expect(
            [...differences.keys()].filter((path) => !hasUnknown(inputs[path.replace(/[.[].*$/s, "")])),
          ).to.deep.equal([]);
        }),
        { numRuns: 25 },
      );
    });

    it(`names all that has to change in a ${type}`, () => {
      fc.assert(
        fc.property(inputsOf(schemaOf(type)), inputsOf(schemaOf(type)), (oldInputs, given) => {
          // An unknown differs from everything, itself included.
          const newInputs = withoutUnknowns(given);
          const { differences } = diff(type, { oldInputs, newInputs });
          const applied = applyDiff(oldInputs, newInputs, differences);
          expect([...diff(type, { oldInputs: applied, newInputs }).differences]).to.deep.equal([]);
        }),
        { numRuns: 50 },
      );
    });
  }
});

function withoutUnknowns(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
}
