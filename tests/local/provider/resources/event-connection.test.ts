import { expect } from "chai";
import type { JsonObject } from "../../../../local/json.ts";
import { type PropertyMap, type PropertyValue, plainMap, Secret } from "../../../../local/provider/values.ts";
import { World } from "./world.ts";

const TYPE = "aws:cloudwatch/eventConnection:EventConnection";
const OAUTH = {
  name: "shop",
  authorizationType: "OAUTH_CLIENT_CREDENTIALS",
  authParameters: {
    oauth: {
      authorizationEndpoint: "http://localhost:1/token",
      httpMethod: "POST",
      clientParameters: { clientId: "client", clientSecret: "s1" },
      oauthHttpParameters: { bodies: [{ key: "scope", value: "s2", isValueSecret: true }] },
    },
    invocationHttpParameters: { queryStrings: [{ key: "q", value: "s3", isValueSecret: false }] },
  },
};
const BASIC = {
  name: "shop",
  authorizationType: "BASIC",
  authParameters: { basic: { username: "me", password: "s1" } },
};

/** The texts that are not secret, anywhere. */
function open(value: PropertyValue | undefined): string[] {
  if (value instanceof Secret || value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: PropertyValue) => open(item));
  if (typeof value === "object") return Object.values(value as PropertyMap).flatMap(open);
  return [String(value)];
}

describe("aws:cloudwatch connections", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.stop());
  const describeShop = () => world.call("events", "DescribeConnection", { Name: "shop" });

  it("keep secret what the Terraform provider calls sensitive, made, previewed and read", async () => {
    const made = await world.make("mine", TYPE, OAUTH);
    // Nobody listens there, and the provider has waited to hear that.
    expect(await describeShop()).to.include({ ConnectionState: "DEAUTHORIZED" });
    const previewed = world.provider.previewCreate(made.identity, made.inputs).outputs;
    const found = await world.provider.read(made.identity, made.id, made);
    for (const outputs of [made.outputs, previewed, found?.outputs]) {
      expect(open(outputs)).to.include.members(["client", "scope", "q"]);
      expect(open(outputs)).to.not.include.oneOf(["s1", "s2", "s3"]);
    }
    expect(plainMap(found?.outputs ?? {})).to.deep.include(OAUTH);
  });

  it("give up the parameters that the program does not have any more, and take another type", async () => {
    const made = await world.make("mine", TYPE, OAUTH);
    const inputs = world.check(made.identity, BASIC, made.inputs);
    const changed = await world.provider.update(made.identity, made, made.inputs, inputs);
    expect(await describeShop()).to.deep.include({
      AuthorizationType: "BASIC",
      AuthParameters: { BasicAuthParameters: { Username: "me" }, InvocationHttpParameters: {} },
    });
    const found = await world.provider.read(made.identity, made.id, { ...changed, inputs });
    expect(plainMap(found?.outputs ?? {})).to.deep.equal(plainMap(changed.outputs));
  });

  for (const [what, more, reason] of [
    ["two authorizations", { basic: BASIC.authParameters.basic, apiKey: { key: "k", value: "v" } }, "only one of"],
    [
      "a private API",
      { connectivityParameters: { resourceParameters: { resourceConfigurationArn: "arn" } } },
      "private",
    ],
  ] as const) {
    it(`refuse ${what} when the program is loaded`, () => {
      const identity = { urn: "urn", type: TYPE, name: "mine" };
      const inputs: JsonObject = { ...BASIC, authParameters: { ...BASIC.authParameters, ...more } };
      expect(() => world.check(identity, inputs)).to.throw(reason);
    });
  }
});
