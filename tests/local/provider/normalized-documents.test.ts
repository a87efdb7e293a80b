import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import type { Json } from "../../../local/json.ts";
import { equivalentJson, normalizedJson } from "../../../local/provider/documents.ts";
import { withNormalizedDocuments } from "../../../local/provider/normalized-documents.ts";
import { resourceSchema } from "../../../local/provider/schema.ts";
import { fromPlain, Secret } from "../../../local/provider/values.ts";
import { World } from "./resources/world.ts";

/** A property as a program says it, and as the provider keeps it. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly type: string;
  readonly property: string;
  readonly given: Json;
  readonly kept: Json;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/normalized-documents.json", import.meta.url), "utf8"),
);

describe("JSON documents in a state", () => {
  for (const { name, type, property, given, kept } of cases) {
    it(`are the provider's: ${name}`, () => {
      const inputs = resourceSchema(type)?.inputs ?? {};
      const values = withNormalizedDocuments({ [property]: fromPlain(given) }, inputs);
      expect(values).to.deep.equal({ [property]: kept });
      expect(withNormalizedDocuments(values, inputs)).to.deep.equal(values);
    });
  }

  it("stay secret", () => {
    const inputs = resourceSchema("aws:sqs/queue:Queue")?.inputs ?? {};
    const values = withNormalizedDocuments({ policy: new Secret('{ "b": 1, "a": 2 }') }, inputs);
    expect(values).to.deep.equal({ policy: new Secret('{"a":2,"b":1}') });
  });

  it("say what the program says", () => {
    fc.assert(fc.property(fc.json(), (text) => equivalentJson(text, normalizedJson(text))));
  });

  it("are what AWS has, and what is previewed", async () => {
    const world = new World();
    const policy = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*" }] }`;
    const kept = `{"Statement":[{"Action":"sqs:*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2012-10-17"}`;
    const { identity, id, inputs, outputs } = await world.make("mine", "aws:sqs/queue:Queue", { policy });
    expect(inputs["policy"]).to.equal(policy);
    expect(outputs["policy"]).to.equal(kept);
    expect(world.provider.previewCreate(identity, inputs).outputs["policy"]).to.equal(kept);
    const { Attributes: attributes } = await world.call("sqs", "GetQueueAttributes", {
      QueueUrl: id,
      AttributeNames: ["Policy"],
    });
    expect(attributes).to.deep.equal({ Policy: kept });
    await world.stop();
  });
});
