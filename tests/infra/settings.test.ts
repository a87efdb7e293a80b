import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Config, runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import { UserError } from "../../infra/errors.ts";
import { readSettings } from "../../infra/settings.ts";

type Values = Readonly<Record<string, string>>;

function own(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`websocket-orders:${key}`, value]));
}

function readAll(values: Values) {
  runtime.setAllConfig({ ...values }, []);
  return readSettings(new Config("websocket-orders"));
}

function read(values: Values) {
  return readAll(own(values));
}

function refusal(values: Values): UserError {
  try {
    readAll(values);
  } catch (caught) {
    if (caught instanceof UserError) return caught;
  }
  throw new Error("a UserError was expected");
}

describe("settings", () => {
  it("have defaults for everything", () => {
    expect(read({})).to.deep.equal({
      stageName: "dev",
      defaultRoute: "echo",
      waitSeconds: 5,
      orderRetentionDays: 90,
      sessionHours: 24,
      edge: false,
      paymentOutcome: "validate",
      logRetentionDays: 14,
      logLevel: "OFF",
      audit: false,
      tags: {},
    });
  });

  it("are declared in Pulumi.yaml, with the same defaults", () => {
    const yaml = readFileSync(join(import.meta.dirname, "../../Pulumi.yaml"), "utf8");
    const declared = [...yaml.matchAll(/^ {2}(\w+):\n(?: {4}#.*\n)*(?: {4}type: \w+\n) {4}default: (.*)$/gm)].map(
      ([, key, value]) => [key, value?.replaceAll('"', "")],
    );
    const { tags: _tags, ...settings } = read({});
    const actual = Object.entries({ ...settings, alarmEmail: "", tags: "" }).map(([key, value]) => [
      key,
      String(value),
    ]);
    expect(Object.fromEntries(declared)).to.deep.equal(Object.fromEntries(actual));
  });

  it("take tags as pairs and as an object", () => {
    expect(read({ tags: "team=orders, cost-center=42" }).tags).to.deep.equal({ team: "orders", "cost-center": "42" });
    expect(read({ tags: '{"team":"orders"}' }).tags).to.deep.equal({ team: "orders" });
  });

  const refusedTags: Values = {
    "AWS:owner=ops": "is no tag name",
    "stack=mine": "is a tag already",
    "Project=mine": "is a tag already",
    "team=orders,Team=ops": "is a tag already",
  };
  for (const [tags, reason] of Object.entries(refusedTags)) {
    it(`refuse the tags ${tags}, which AWS would, or by which leftovers could not be found`, () => {
      expect(refusal(own({ tags })).message).to.include(reason);
    });
  }

  it("name all mistakes at once, with what was given and what would be right", () => {
    const mistakes = {
      stageName: "my stage",
      defaultRoute: "ping",
      waitSeconds: "1.5",
      orderRetentionDays: "0",
      sessionHours: "many",
      edge: "yes",
      paymentOutcome: "maybe",
      logRetentionDays: "15",
      logLevel: "info",
      audit: "1",
      alarmEmail: "nobody",
      tags: "orders",
    };
    const error = refusal({ ...own(mistakes), "websocket-orders:waitSecond": "5", "websocket-order:edge": "true" });
    expect(error.problems.map(({ where }) => where).sort()).to.deep.equal(
      [...Object.keys(own(mistakes)), "websocket-orders:waitSecond", "websocket-order:edge"].sort(),
    );
    expect(error.message).to.include('websocket-orders:defaultRoute: "ping" must be one of echo, hello, pizza');
    expect(error.message).to.include('websocket-orders:waitSeconds: "1.5" must be a whole number from 0 to 99999999');
    expect(error.message).to.match(
      /websocket-orders:waitSecond: is no key of this program, which reads .*, waitSeconds, /,
    );
    expect(error.message).to.include("websocket-order:edge: is in a namespace that nothing reads");
  });

  it("stand beside the configuration of the providers and of Pulumi itself", () => {
    const others = { "aws:region": "eu-west-1", "awsx:a": "1", "pulumi:tags": "{}", "pulumi-nodejs:b": "2" };
    expect(() => readAll({ ...own({ edge: "true" }), ...others })).not.to.throw();
  });
});
