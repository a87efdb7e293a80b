import { FLAG, NUMBER, TEXT, TEXTS } from "./property-types.ts";
import type { PropertySchema } from "./schema.ts";

/** What a function takes and what it answers. From the package's type declarations. */
export interface FunctionSchema {
  readonly inputs: Readonly<Record<string, PropertySchema>>;
  /** What it answers besides its arguments. */
  readonly outputs: Readonly<Record<string, PropertySchema>>;
}

type Properties = Readonly<Record<string, PropertySchema>>;

const TAGS = { type: "map", of: TEXT } as const;
const REQUIRED_TEXT = { ...TEXT, required: true } as const;
const REQUIRED_TEXTS = { ...TEXTS, required: true } as const;

const texts = (...names: readonly string[]): Properties => Object.fromEntries(names.map((name) => [name, TEXT]));
const listOf = (properties: Properties): PropertySchema => ({ type: "list", of: { type: "object", properties } });

const PRINCIPALS = listOf({ identifiers: REQUIRED_TEXTS, type: REQUIRED_TEXT });
const CONDITIONS = listOf({ test: REQUIRED_TEXT, values: REQUIRED_TEXTS, variable: REQUIRED_TEXT });
const ITEMS = listOf({ items: TEXTS });

const COOKIES = listOf({ cookieBehavior: TEXT, cookies: ITEMS });
const HEADERS = listOf({ headerBehavior: TEXT, headers: ITEMS });
const QUERY_STRINGS = listOf({ queryStringBehavior: TEXT, queryStrings: ITEMS });

/** The functions that are served, by token. */
export const FUNCTIONS: Readonly<Record<string, FunctionSchema>> = {
  "aws:cloudfront/getCachePolicy:getCachePolicy": {
    inputs: texts("id", "name"),
    outputs: {
      ...texts("arn", "comment", "etag"),
      defaultTtl: NUMBER,
      maxTtl: NUMBER,
      minTtl: NUMBER,
      parametersInCacheKeyAndForwardedToOrigins: listOf({
        cookiesConfigs: COOKIES,
        enableAcceptEncodingBrotli: FLAG,
        enableAcceptEncodingGzip: FLAG,
        headersConfigs: HEADERS,
        queryStringsConfigs: QUERY_STRINGS,
      }),
    },
  },
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": {
    inputs: texts("id", "name"),
    outputs: {
      ...texts("arn", "comment", "etag"),
      cookiesConfigs: COOKIES,
      headersConfigs: HEADERS,
      queryStringsConfigs: QUERY_STRINGS,
    },
  },
  "aws:cloudwatch/getLogGroup:getLogGroup": {
    inputs: { name: REQUIRED_TEXT, region: TEXT, tags: TAGS },
    outputs: {
      ...texts("arn", "id", "kmsKeyId", "logGroupClass"),
      creationTime: NUMBER,
      deletionProtectionEnabled: FLAG,
      retentionInDays: NUMBER,
    },
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": {
    inputs: {
      ...texts("overrideJson", "policyId", "sourceJson", "version"),
      overridePolicyDocuments: TEXTS,
      sourcePolicyDocuments: TEXTS,
      statements: listOf({
        actions: TEXTS,
        conditions: CONDITIONS,
        effect: { ...TEXT, enum: ["Allow", "Deny"] },
        notActions: TEXTS,
        notPrincipals: PRINCIPALS,
        notResources: TEXTS,
        principals: PRINCIPALS,
        resources: TEXTS,
        sid: TEXT,
      }),
    },
    outputs: texts("id", "json", "minifiedJson"),
  },
  "aws:index/getCallerIdentity:getCallerIdentity": {
    inputs: texts("id"),
    outputs: texts("accountId", "arn", "userId"),
  },
  "aws:index/getPartition:getPartition": {
    inputs: texts("id"),
    outputs: texts("dnsSuffix", "partition", "reverseDnsPrefix"),
  },
  "aws:index/getRegion:getRegion": {
    inputs: texts("endpoint", "id", "name", "region"),
    outputs: texts("description"),
  },
};
