import { readFileSync } from "node:fs";
import { expect } from "chai";
import { deploy, type Registered } from "./mocks.ts";
import { RULE_NAMES, violations } from "./policy.ts";

/** A resource that a rule has to find fault with. */
interface Offence {
  readonly rule: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const offences: readonly Offence[] = JSON.parse(
  readFileSync(new URL("../cases/policy/offences.json", import.meta.url), "utf8"),
);

const resource = ({ type, inputs }: Offence): Registered => ({
  type,
  name: "bad",
  custom: true,
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, /policy/i.test(name) ? JSON.stringify(value) : value]),
  ),
  urn: "urn",
  parent: "",
  dependencies: [],
  kept: false,
});

describe("The policy of the program's resources", () => {
  for (const config of [{}, { edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO", defaultRoute: "pizza" }]) {
    it(`is kept with ${JSON.stringify(config)}`, async () => {
      expect(violations((await deploy(config)).resources)).to.deep.equal([]);
    });
  }

  for (const offence of offences) {
    it(`finds what is wrong with ${offence.type}: ${offence.rule}`, () => {
      const [found, ...more] = violations([resource(offence)]);
      expect(found).to.include(`(${offence.rule})`);
      expect(more).to.deep.equal([]);
    });
  }

  it("holds for the audit, whose trail a plugin makes: all regions, files that show when they were changed, tags", async () => {
    const program = await deploy({ audit: "true", tags: "team=orders" });
    expect(violations(program.resources)).to.deep.equal([]);
    const { inputs } = program.get("awsx:cloudtrail:Trail", "audit-trail");
    expect(inputs).to.include({ enableLogging: true, isMultiRegionTrail: true, enableLogFileValidation: true });
    const tags = { project: "websocket-orders", stack: "test", team: "orders" };
    expect(inputs["tags"]).to.deep.equal(tags);
    // The plugin's own default is to delete the audit's files with the bucket (pulumi/pulumi-awsx, awsx/s3/bucket.ts).
    expect(inputs["s3Bucket"]).to.deep.equal({ args: { forceDestroy: false, tags } });
  });

  it("has an example against every rule", () => {
    expect([...new Set(offences.map(({ rule }) => rule))]).to.have.members(RULE_NAMES);
  });

  it("wants to know of new types", () => {
    const bucket = resource({ rule: "", type: "aws:s3/bucket:Bucket", inputs: {} });
    expect(violations([bucket])[0]).to.include("no rule says whether the type is harmless");
  });
});
