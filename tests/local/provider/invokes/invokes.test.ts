import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { expect } from "chai";
import { SILENT } from "../../../../local/log.ts";
import type { HandlerContext, Properties } from "../../../../local/provider/handler.ts";
import { INVOKES } from "../../../../local/provider/invokes/all.ts";
import { environment } from "../../engine/run.ts";

interface Case {
  readonly name: string;
  readonly args: Properties;
  readonly minified: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../cases/provider/policy-document.json", import.meta.url), "utf8"),
);

const { aws, endpointUrl } = environment();
const context: HandlerContext = { aws, endpointUrl, log: SILENT, urn: "urn" };

function invoke(token: string, args: Properties): Promise<Properties> {
  const handler = INVOKES.find((candidate) => candidate.token.endsWith(`:${token}`));
  if (handler === undefined) throw new Error(`no function ${token}`);
  return handler.invoke(args, context);
}

describe("aws.iam.getPolicyDocument", () => {
  for (const { name, args, minified } of cases) {
    it(name, async () => {
      const result = await invoke("getPolicyDocument", args);
      expect(result["minifiedJson"]).to.equal(minified);
      const json = String(result["json"]);
      expect(JSON.parse(json)).to.deep.equal(JSON.parse(minified));
      expect(json.split("\n")[1]).to.equal('  "Version": "2012-10-17",');
      expect(result["id"]).to.equal(String(crc32(json)));
    });
  }

  it("refuses two source statements of one Sid", async () => {
    const source = '{"Statement":[{"Sid":"A"}]}';
    const result = await invoke("getPolicyDocument", { sourcePolicyDocuments: [source, source] }).catch(String);
    expect(result).to.include("duplicate Sid (A)");
  });
});

describe("The other functions of the AWS provider", () => {
  it("know region and partition without asking AWS", async () => {
    expect(await invoke("getRegion", {})).to.include({ region: "us-east-1", description: "US East (N. Virginia)" });
    expect(await invoke("getRegion", { region: "eu-west-1" })).to.include({ id: "eu-west-1" });
    expect(await invoke("getRegion", { region: "mx-central-1" })).to.include({ description: "Mexico (Central)" });
    expect(await invoke("getRegion", { region: "us-gov-west-1" }).catch(String)).to.include("has the partition aws");
    expect(await invoke("getRegion", { region: "moon-1" }).catch(String)).to.include("region not found: moon-1");
    const nowhere: HandlerContext = { ...context, aws: { ...aws, scope: { ...aws.scope, region: "mars" } } };
    const [getRegion] = INVOKES.filter(({ token }) => token.endsWith(":getRegion"));
    const refusal = await getRegion?.invoke({}, nowhere).catch(String);
    expect(refusal).to.include("aws:region: mars is no region of AWS");
    expect(await invoke("getPartition", {})).to.include({ partition: "aws", dnsSuffix: "amazonaws.com" });
  });

  it("know the managed CloudFront policies that are served, by id or name, and name them otherwise", async () => {
    const byName = await invoke("getCachePolicy", { name: "Managed-CachingDisabled" });
    expect(byName).to.deep.equal(await invoke("getCachePolicy", { id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" }));
    expect(byName).to.include({
      defaultTtl: 0,
      arn: "arn:aws:cloudfront::000000000000:cache-policy/4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
    const refusal = await invoke("getOriginRequestPolicy", { name: "Mine" }).catch(String);
    expect(refusal).to.include("Mine: it serves Managed-AllViewerExceptHostHeader, Managed-AllViewer");
    expect(await invoke("getCachePolicy", {}).catch(String)).to.include("exactly one of id and name");
  });
});
