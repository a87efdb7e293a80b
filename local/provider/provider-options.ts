import { FLAG, NUMBER, TEXT, TEXTS } from "./property-types.ts";
import type { PropertySchema } from "./schema.ts";

type Options = Readonly<Record<string, PropertySchema>>;

/** Options of `aws.Provider` that this runtime acts on. */
export const OBEYED: Options = {
  allowedAccountIds: TEXTS,
  defaultTags: { type: "object", properties: { tags: { type: "map", of: TEXT } } },
  forbiddenAccountIds: TEXTS,
  region: TEXT,
};

const ROLE: Options = {
  duration: TEXT,
  policy: TEXT,
  policyArns: TEXTS,
  roleArn: TEXT,
  sessionName: TEXT,
};

/**
 * Options that say how to reach AWS, whom to be there or what to test beforehand. Here every caller of the provider is
 * the account's owner, so they change nothing.
 */
export const WITHOUT_EFFECT_HERE: Options = {
  accessKey: { ...TEXT, secret: true },
  assumeRoleWithWebIdentity: {
    type: "object",
    properties: { ...ROLE, webIdentityToken: TEXT, webIdentityTokenFile: TEXT },
  },
  assumeRoles: {
    type: "list",
    of: {
      type: "object",
      properties: {
        ...ROLE,
        externalId: TEXT,
        sourceIdentity: TEXT,
        tags: { type: "map", of: TEXT },
        transitiveTagKeys: TEXTS,
      },
    },
  },
  customCaBundle: TEXT,
  ec2MetadataServiceEndpoint: TEXT,
  ec2MetadataServiceEndpointMode: TEXT,
  endpoints: { type: "list", of: { type: "map", of: TEXT } },
  httpProxy: TEXT,
  httpsProxy: TEXT,
  insecure: FLAG,
  maxRetries: NUMBER,
  noProxy: TEXT,
  profile: TEXT,
  retryMode: TEXT,
  s3UsEast1RegionalEndpoint: TEXT,
  s3UsePathStyle: FLAG,
  secretKey: { ...TEXT, secret: true },
  sharedConfigFiles: TEXTS,
  sharedCredentialsFiles: TEXTS,
  skipCredentialsValidation: FLAG,
  skipMetadataApiCheck: FLAG,
  skipRegionValidation: FLAG,
  skipRequestingAccountId: FLAG,
  stsRegion: TEXT,
  tagPolicyCompliance: TEXT,
  token: { ...TEXT, secret: true },
  tokenBucketRateLimiterCapacity: NUMBER,
  useDualstackEndpoint: FLAG,
  useFipsEndpoint: FLAG,
  userAgents: TEXTS,
};
