import type { HandlerContext, InvokeHandler, Properties } from "../handler.ts";

/** A policy that AWS manages: the local distributions know no others. */
interface ManagedPolicy {
  readonly id: string;
  readonly name: string;
  readonly comment: string;
  readonly settings: Properties;
}

/** CFDG/using-managed-cache-policies. */
const CACHE_POLICIES: readonly ManagedPolicy[] = [
  {
    id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    name: "Managed-CachingDisabled",
    comment: "Policy with caching disabled",
    settings: {
      defaultTtl: 0,
      maxTtl: 0,
      minTtl: 0,
      parametersInCacheKeyAndForwardedToOrigins: [
        {
          cookiesConfigs: [{ cookieBehavior: "none", cookies: [] }],
          enableAcceptEncodingBrotli: false,
          enableAcceptEncodingGzip: false,
          headersConfigs: [{ headerBehavior: "none", headers: [] }],
          queryStringsConfigs: [{ queryStringBehavior: "none", queryStrings: [] }],
        },
      ],
    },
  },
];

const ALL_COOKIES_AND_QUERIES = {
  cookiesConfigs: [{ cookieBehavior: "all", cookies: [] }],
  queryStringsConfigs: [{ queryStringBehavior: "all", queryStrings: [] }],
};

/** CFDG/using-managed-origin-request-policies. */
const ORIGIN_REQUEST_POLICIES: readonly ManagedPolicy[] = [
  {
    id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    name: "Managed-AllViewerExceptHostHeader",
    comment: "Policy to forward all parameters in viewer requests except for the Host header",
    settings: {
      ...ALL_COOKIES_AND_QUERIES,
      headersConfigs: [{ headerBehavior: "allExcept", headers: [{ items: ["host"] }] }],
    },
  },
  {
    id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
    name: "Managed-AllViewer",
    comment: "Policy to forward all parameters in viewer requests",
    settings: { ...ALL_COOKIES_AND_QUERIES, headersConfigs: [{ headerBehavior: "allViewer", headers: [] }] },
  },
];

/** What CloudFront answers as the version of a managed policy is not documented; any text serves. */
const UNDOCUMENTED_ETAG = "E23ZP02F085DFQ";

/** `aws.cloudfront.getCachePolicy` for the managed policies served here. */
export const getCachePolicy: InvokeHandler = {
  token: "aws:cloudfront/getCachePolicy:getCachePolicy",
  invoke: async (args, context) => describe("cache-policy", find(CACHE_POLICIES, args), context),
};

/** `aws.cloudfront.getOriginRequestPolicy` for the managed policies served here. */
export const getOriginRequestPolicy: InvokeHandler = {
  token: "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy",
  invoke: async (args, context) => describe("origin-request-policy", find(ORIGIN_REQUEST_POLICIES, args), context),
};

function find(policies: readonly ManagedPolicy[], { id, name }: Properties): ManagedPolicy {
  if ((id === undefined) === (name === undefined)) throw new Error("exactly one of id and name must be given");
  const policy = policies.find((candidate) => candidate.id === id || candidate.name === name);
  if (policy === undefined) {
    const served = policies.map((candidate) => candidate.name).join(", ");
    throw new Error(`the local runtime does not serve the policy ${String(name ?? id)}: it serves ${served}`);
  }
  return policy;
}

function describe(kind: string, policy: ManagedPolicy, { aws }: HandlerContext): Properties {
  const { id, name, comment, settings } = policy;
  const { partition, account } = aws.scope;
  const arn = `arn:${partition}:cloudfront::${account}:${kind}/${id}`;
  return { arn, comment, etag: UNDOCUMENTED_ETAG, id, name, ...settings };
}
