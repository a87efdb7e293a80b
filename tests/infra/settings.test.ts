import { Config, isSecret, type Output, runtime } from "@pulumi/pulumi";
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

  it("take tags as pairs and as an object", () => {
    expect(read({ tags: "team=orders, cost-center=42" }).tags).to.deep.equal({ team: "orders", "cost-center": "42" });
    expect(read({ tags: '{"team":"orders"}' }).tags).to.deep.equal({ team: "orders" });
  });

  it("take numbers and flags of the object as texts", () => {
    expect(read({ tags: '{"floor":3,"shared":true}' }).tags).to.deep.equal({ floor: "3", shared: "true" });
    expect(refusal(own({ tags: '{"team":{"name":"orders"}}' })).message).to.include("must be name=value pairs");
  });

  // ValidateConfigValue in pulumi/pulumi sdk/go/common/workspace/project.go: what Go's strconv.Atoi takes is an integer.
  it("take whole numbers as the CLI does", () => {
    expect(read({ waitSeconds: "+05", logRetentionDays: "007" })).to.include({ waitSeconds: 5, logRetentionDays: 7 });
    const error = refusal(own({ waitSeconds: "5e0", logRetentionDays: "0x7" }));
    expect(error.problems).to.have.lengthOf(2);
  });

  describe("that are secrets", () => {
    const keys = process.env["PULUMI_CONFIG_SECRET_KEYS"];
    before(() => {
      process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(Object.keys(own({ alarmEmail: "", tags: "" })));
    });
    after(() => {
      if (keys === undefined) delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
      else process.env["PULUMI_CONFIG_SECRET_KEYS"] = keys;
    });

    it("stay secrets", async () => {
      const { alarmEmail, tags } = read({ alarmEmail: "ops@example.com", tags: "team=orders" });
      const secrets = [alarmEmail, tags["team"]].map((value) => isSecret(value as Output<string>));
      expect(await Promise.all(secrets)).to.deep.equal([true, true]);
    });

    it("are in no refusal", () => {
      const { message } = refusal(own({ alarmEmail: "hunter2", tags: "team=hunter2!" }));
      expect(message).to.include("websocket-orders:alarmEmail: the secret must be an e-mail address");
      expect(message).to.include("websocket-orders:tags: the secret is no tag");
      expect(message).not.to.include("hunter2");
    });
  });

  const refusedTags: Values = {
    "AWS:owner=ops": "is no tag name",
    "stack=mine": "is a tag already",
    "Project=mine": "is a tag already",
    "team=orders,Team=ops": "is a tag already",
    "team=orders!": "is no tag: its value may have",
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
