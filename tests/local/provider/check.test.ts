import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import type { Autonaming } from "../../../local/provider/auto-name.ts";
import type { ResourceHandler } from "../../../local/provider/handler.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";
import { createProvider } from "../../../local/provider/provider.ts";
import { createRegistry } from "../../../local/provider/registry.ts";
import { plainMap, Secret, UNKNOWN } from "../../../local/provider/values.ts";
import { environment } from "../engine/run.ts";

interface Case {
  readonly name: string;
  readonly type: string;
  readonly logicalName?: string;
  readonly olds?: JsonObject;
  readonly news: JsonObject;
  readonly defaultTags?: Readonly<Record<string, string>>;
  /** `pulumi:autonaming`. */
  readonly autonaming?: Autonaming;
  /** Property → part of the reason. */
  readonly failures: Readonly<Record<string, string>>;
  /** Part of the checked inputs. */
  readonly inputs?: JsonObject;
  readonly absent?: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/check.json", import.meta.url), "utf8"),
);

const refuse = (): Promise<never> => Promise.reject(new Error("a check makes nothing"));

function providerOf(type: string, more: Partial<ResourceHandler> = {}) {
  const handler: ResourceHandler = { type, create: refuse, read: refuse, delete: refuse, ...more };
  return createProvider(createRegistry([{ handlers: [handler] }], []), environment());
}

/** Gives the digits 9f86d08. */
const SEED = Buffer.from("test");

describe("The check of a resource", () => {
  for (const { name, type, logicalName, olds, news, defaultTags, autonaming, failures, inputs, absent } of cases) {
    it(name, () => {
      const decode = { assetsFrom: "/" };
      const provider = providerOf(type).configure({ defaultTags: { tags: defaultTags ?? {} } });
      const result = provider.check(
        { urn: "urn", type, name: logicalName ?? "thing" },
        {
          olds: decodeProperties(olds ?? {}, decode),
          news: decodeProperties(news, decode),
          randomSeed: SEED,
          autonaming,
        },
      );
      expect(result.failures.map(({ property }) => property)).to.have.members(Object.keys(failures));
      for (const { property, reason } of result.failures) expect(reason).to.include(failures[property]);
      expect(plainMap(result.inputs)).to.deep.include(inputs ?? {});
      expect(result.inputs).to.not.include.any.keys("", ...(absent ?? []));
    });
  }

  it("asks the handler about what a table cannot say, once the rest is right", () => {
    const type = "aws:sns/topic:Topic";
    const seen: unknown[] = [];
    const provider = providerOf(type, {
      check: (inputs, unknown) => {
        seen.push(inputs["displayName"], [...unknown]);
        return [{ property: "displayName", reason: "is dull" }];
      },
    }).configure({});
    const news = decodeProperties(
      { displayName: "x", kmsMasterKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
      { assetsFrom: "/" },
    );
    const { failures } = provider.check({ urn: "urn", type, name: "t" }, { olds: {}, news, randomSeed: SEED });
    expect(failures).to.deep.equal([{ property: "displayName", reason: "is dull" }]);
    expect(seen).to.deep.equal(["x", ["kmsMasterKeyId"]]);
  });

  it("names the type that is not served, and those of its service that are", () => {
    const provider = providerOf("aws:sns/topic:Topic").configure({});
    const check = (): unknown =>
      provider.check(
        { urn: "u", type: "aws:sns/platform:Platform", name: "p" },
        { olds: {}, news: {}, randomSeed: SEED },
      );
    expect(check).to.throw(
      "does not serve the resource type aws:sns/platform:Platform; of sns it serves aws:sns/topic:Topic",
    );
  });

  it("refuses provider options it does not know, another region and another account", () => {
    const failures = providerOf("aws:sns/topic:Topic").checkConfig({
      region: "eu-west-1",
      ignoreTags: '{"keys":["a"]}',
      allowedAccountIds: '["123456789012"]',
      profile: "whoever",
    });
    expect(failures.map(({ property }) => property)).to.deep.equal(["ignoreTags", "region", "allowedAccountIds"]);
  });

  it("takes provider options as values or as the JSON text that the SDK sends, and refuses those of another type", () => {
    const { checkConfig } = providerOf("aws:sns/topic:Topic");
    const tags = { tags: { team: "orders" } };
    const right = { defaultTags: JSON.stringify(tags), maxRetries: "3", insecure: "true", secretKey: new Secret("s") };
    expect(checkConfig({ ...right, assumeRoles: '[{"roleArn":"arn:aws:iam::000000000000:role/r"}]' })).to.deep.equal(
      [],
    );
    expect(checkConfig({ defaultTags: tags, region: UNKNOWN })).to.deep.equal([]);
    const failures = checkConfig({ defaultTags: "team=orders", maxRetries: "many", assumeRoles: '[{"role":"r"}]' });
    expect(failures.map(({ property, reason }) => `${property} ${reason}`)).to.deep.equal([
      "defaultTags must be an object, not a string",
      "maxRetries must be a number, not a string",
      "assumeRoles[0].role is not a property of this type that the local runtime knows; did you mean roleArn?",
    ]);
  });
});
