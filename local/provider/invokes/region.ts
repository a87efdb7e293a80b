import type { InvokeHandler } from "../handler.ts";

/** AWS's own names of the regions of its partition `aws` (`partitions.json` of the SDKs). */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "af-south-1": "Africa (Cape Town)",
  "ap-east-1": "Asia Pacific (Hong Kong)",
  "ap-east-2": "Asia Pacific (Taipei)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-northeast-3": "Asia Pacific (Osaka)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-south-2": "Asia Pacific (Hyderabad)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ap-southeast-3": "Asia Pacific (Jakarta)",
  "ap-southeast-4": "Asia Pacific (Melbourne)",
  "ap-southeast-5": "Asia Pacific (Malaysia)",
  "ap-southeast-6": "Asia Pacific (New Zealand)",
  "ap-southeast-7": "Asia Pacific (Thailand)",
  "ca-central-1": "Canada (Central)",
  "ca-west-1": "Canada West (Calgary)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-central-2": "Europe (Zurich)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-south-1": "Europe (Milan)",
  "eu-south-2": "Europe (Spain)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "il-central-1": "Israel (Tel Aviv)",
  "me-central-1": "Middle East (UAE)",
  "me-south-1": "Middle East (Bahrain)",
  "me-west-1": "Middle East (Saudi Arabia)",
  "mx-central-1": "Mexico (Central)",
  "sa-east-1": "South America (Sao Paulo)",
  "sa-west-1": "South America (Chile)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

/** Regions whose ARNs and hosts are of another partition. */
const ELSEWHERE = /^(?:cn|us-gov|us-iso[a-z]?|eu-isoe|eusc)-/;

/** `aws.getRegion`: the provider's region, or the one that is asked about; no call to AWS is made. */
export const getRegion: InvokeHandler = {
  token: "aws:index/getRegion:getRegion",
  invoke: async (args, { aws }) => {
    const endpoint = args["endpoint"];
    const named = args["region"] ?? args["name"];
    const fromEndpoint = typeof endpoint === "string" ? /^ec2\.([a-z0-9-]+)\./.exec(endpoint)?.[1] : undefined;
    const region = String(named ?? fromEndpoint ?? aws.scope.region);
    if (ELSEWHERE.test(region)) {
      throw new Error(`${region} is not served by the local runtime, which has the partition aws: take another region`);
    }
    const description = DESCRIPTIONS[region];
    if (description === undefined) {
      if (named === undefined && fromEndpoint === undefined)
        throw new Error(`aws:region: ${region} is no region of AWS, as us-east-1 and eu-central-1 are`);
      throw new Error(`region not found: ${region} (endpoint "${String(endpoint ?? "")}")`);
    }
    return { description, endpoint: `ec2.${region}.amazonaws.com`, id: region, name: region, region };
  },
};
