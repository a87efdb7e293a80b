import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { EXIT } from "../../automation/exit-codes.ts";
import { regionOf } from "../../automation/region.ts";
import { commandLine } from "./command-line.ts";
import { fakeInterruption } from "./fake-stacks.ts";

const EMBEDDED = new URL("../../local/host/bin/pulumi", import.meta.url).pathname;
const HOUR = 3_600_000;

/**
 * The way that stacks on AWS go: the CLI of the PATH, the back end that it is logged in to, the AWS SDK's own region and
 * endpoint. The CLI is the stand-in, and the endpoint that of the stack, so that no account is needed.
 */
describe("ephemeral stacks by the CLI of the PATH and the AWS SDK's endpoint", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "on-aws-"));
  const stacks = join(folder, "state", "stacks");
  const environment = { ...process.env };

  before(() => {
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "state"));
    writeFileSync(join(folder, "bin", "pulumi"), `#!/bin/sh\nexec '${EMBEDDED}' "$@"\n`, { mode: 0o755 });
    Object.assign(process.env, {
      PATH: `${join(folder, "bin")}${delimiter}${environment["PATH"]}`,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "open sesame",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
    });
  });
  after(async () => {
    await commandLine(["destroy", "--stack", "one"]);
    for (const name of Object.keys(process.env)) if (environment[name] === undefined) delete process.env[name];
    Object.assign(process.env, environment);
    rmSync(folder, { recursive: true, force: true });
  });

  it("come up in the region of the SDK, are listed, and are found by their tags when their record is lost", async () => {
    const file = join(folder, "outputs.json");
    const up = await commandLine(["up", "--stack", "one", "--ttl", "1h", "--outputs", file]);
    expect(up.code, up.error).to.equal(EXIT.success);
    const outputs = JSON.parse(readFileSync(file, "utf8"));
    expect(outputs.paymentArn).to.match(/^arn:aws:states:eu-central-1:/);
    const list = await commandLine(["list"]);
    expect(list.out).to.match(/\none +\d+ +0 min .* 59 min\n$|\none +\d+ +0 min .* 1 h\n$/);

    process.env["AWS_ENDPOINT_URL"] = outputs.awsEndpointUrl;
    expect(await commandLine(["sweep"])).to.include({ code: EXIT.success, out: "Nothing had expired.\n" });
    renameSync(join(stacks, "one"), join(folder, "lost"));
    const dry = await commandLine(["sweep", "--dry-run", "--json"]);
    expect(dry.code, dry.error).to.equal(EXIT.success);
    const found: string[] = JSON.parse(dry.out).orphans.one;
    expect(found).to.include(outputs.paymentArn);
    expect(found, "each once, though two regions are asked").to.have.length(new Set(found).size);
    const sweep = await commandLine(["sweep"]);
    expect(sweep.code).to.equal(EXIT.cleanup);
    expect(sweep.out).to.match(/Tagged for the stack one, which is not there; delete by hand:\n {2}arn:aws:/);
    renameSync(join(folder, "lost"), join(stacks, "one"));
  });

  it("expire, and are swept", async () => {
    expect(await commandLine(["sweep"], { later: 3 * HOUR })).to.include({ code: EXIT.success, out: "Gone: one\n" });
    expect(readdirSync(stacks)).to.deep.equal([]);
  });

  it("are swept as well where nobody may ask for tags, which is told", async () => {
    // Nothing listens there any more.
    const { code, error } = await commandLine(["sweep"]);
    expect(code).to.equal(EXIT.cleanup);
    expect(error).to.match(/^Resources without a stack were not looked for \(tag:GetResources, [^\n]+\n$/);
  });

  it("are gone again when SIGTERM comes during the deployment", async () => {
    const interruption = fakeInterruption("SIGTERM");
    const onProgress = (text: string): void => {
      if (text.includes(" created")) interruption.interrupt();
    };
    const { code, out } = await commandLine(["test"], { interruption, onProgress });
    expect(code).to.equal(EXIT.terminated);
    expect(out).to.match(/^test-[\w-]+ was interrupted and is gone\.\n$/);
    expect(readdirSync(stacks)).to.deep.equal([]);
  });
});

describe("the region of stacks on AWS", () => {
  const folder = mkdtempSync(join(tmpdir(), "region-"));
  const environment = { ...process.env };

  before(() => {
    writeFileSync(
      join(folder, "config"),
      "[default]\nregion = eu-west-3\n[profile other]\nregion = ap-south-1\n[profile none]\n",
    );
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) delete process.env[name];
    Object.assign(process.env, { AWS_CONFIG_FILE: join(folder, "config") });
  });
  after(() => {
    for (const name of Object.keys(process.env)) if (environment[name] === undefined) delete process.env[name];
    Object.assign(process.env, environment);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { says, profile, given, region } of [
    { says: "AWS_REGION", profile: "other", given: { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, region: "a" },
    { says: "AWS_DEFAULT_REGION", profile: "other", given: { AWS_DEFAULT_REGION: "b" }, region: "b" },
    { says: "the profile", profile: "other", given: {}, region: "ap-south-1" },
    { says: "nobody", profile: "none", given: {}, region: "us-east-1" },
  ]) {
    it(`is what ${says} says`, async () => {
      process.env["AWS_PROFILE"] = profile;
      expect(await regionOf(given, false)).to.equal(region);
      expect(await regionOf(given, true)).to.equal("us-east-1");
    });
  }
});
