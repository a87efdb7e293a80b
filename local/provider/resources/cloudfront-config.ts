import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Properties } from "../handler.ts";

/**
 * Pulumi's property → the member of CloudFront's DistributionConfig, one level at a time. A nested table is an object;
 * a table in brackets is a list, which CloudFront wraps in `{ Quantity, Items }`.
 */
type Table = Readonly<
  Record<string, string | readonly [string, Table] | readonly [string, readonly [Table | undefined]]>
>;

const FUNCTION_ASSOCIATION: Table = { eventType: "EventType", functionArn: "FunctionARN" };
const CUSTOM_HEADER: Table = { name: "HeaderName", value: "HeaderValue" };
const CUSTOM_ORIGIN: Table = {
  httpPort: "HTTPPort",
  httpsPort: "HTTPSPort",
  originKeepaliveTimeout: "OriginKeepaliveTimeout",
  originProtocolPolicy: "OriginProtocolPolicy",
  originReadTimeout: "OriginReadTimeout",
  originSslProtocols: ["OriginSslProtocols", [undefined]],
};
const ORIGIN: Table = {
  connectionAttempts: "ConnectionAttempts",
  connectionTimeout: "ConnectionTimeout",
  customHeaders: ["CustomHeaders", [CUSTOM_HEADER]],
  customOriginConfig: ["CustomOriginConfig", CUSTOM_ORIGIN],
  domainName: "DomainName",
  originId: "Id",
  originPath: "OriginPath",
};
const BEHAVIOUR: Table = {
  allowedMethods: ["AllowedMethods", [undefined]],
  cachePolicyId: "CachePolicyId",
  compress: "Compress",
  functionAssociations: ["FunctionAssociations", [FUNCTION_ASSOCIATION]],
  originRequestPolicyId: "OriginRequestPolicyId",
  responseHeadersPolicyId: "ResponseHeadersPolicyId",
  smoothStreaming: "SmoothStreaming",
  targetOriginId: "TargetOriginId",
  viewerProtocolPolicy: "ViewerProtocolPolicy",
};
const CERTIFICATE: Table = {
  acmCertificateArn: "ACMCertificateArn",
  cloudfrontDefaultCertificate: "CloudFrontDefaultCertificate",
  minimumProtocolVersion: "MinimumProtocolVersion",
  sslSupportMethod: "SSLSupportMethod",
};
const RESTRICTIONS: Table = { geoRestriction: ["GeoRestriction", { restrictionType: "RestrictionType" }] };
const CONFIG: Table = {
  aliases: ["Aliases", [undefined]],
  comment: "Comment",
  defaultCacheBehavior: ["DefaultCacheBehavior", BEHAVIOUR],
  defaultRootObject: "DefaultRootObject",
  enabled: "Enabled",
  httpVersion: "HttpVersion",
  isIpv6Enabled: "IsIPV6Enabled",
  origins: ["Origins", [ORIGIN]],
  priceClass: "PriceClass",
  restrictions: ["Restrictions", RESTRICTIONS],
  staging: "Staging",
  viewerCertificate: ["ViewerCertificate", CERTIFICATE],
  webAclId: "WebACLId",
};

/** A distribution's Pulumi inputs as CloudFront's configuration. */
export function toDistributionConfig(inputs: Properties, callerReference: string): JsonObject {
  const config = { CallerReference: callerReference, Comment: "", ...toApi(inputs as JsonObject, CONFIG) };
  const cached = isObject(inputs["defaultCacheBehavior"]) ? inputs["defaultCacheBehavior"]["cachedMethods"] : undefined;
  if (!Array.isArray(cached)) return config;
  // CloudFront keeps the cached methods inside the allowed ones.
  const behaviour = objectAt(config, "DefaultCacheBehavior");
  const allowed = {
    ...objectAt(behaviour, "AllowedMethods"),
    CachedMethods: { Quantity: cached.length, Items: cached },
  };
  return { ...config, DefaultCacheBehavior: { ...behaviour, AllowedMethods: allowed } };
}

/** CloudFront's configuration as Pulumi's properties. */
export function fromDistributionConfig(config: JsonObject): JsonObject {
  const properties = fromApi(config, CONFIG);
  const allowed = objectAt(objectAt(config, "DefaultCacheBehavior"), "AllowedMethods");
  const cached = objectAt(allowed, "CachedMethods")["Items"];
  return {
    ...properties,
    defaultCacheBehavior: {
      // With a cache policy there is no time of the behaviour's own; the provider says 0.
      minTtl: 0,
      ...objectAt(properties, "defaultCacheBehavior"),
      ...(cached === undefined ? {} : { cachedMethods: cached }),
    },
  };
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : {};
}

function toApi(properties: JsonObject, table: Table): JsonObject {
  const result: Record<string, Json> = {};
  for (const [property, rule] of Object.entries(table)) {
    const value = properties[property];
    if (value === undefined || value === null) continue;
    if (typeof rule === "string") {
      result[rule] = value;
      continue;
    }
    const [member, inner] = rule;
    if (!isList(inner)) {
      if (isObject(value)) result[member] = toApi(value, inner);
      continue;
    }
    const [itemTable] = inner;
    const items = (Array.isArray(value) ? value : []).map((item) =>
      itemTable === undefined || !isObject(item) ? item : toApi(item, itemTable),
    );
    result[member] = items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: items };
  }
  return result;
}

function fromApi(members: JsonObject, table: Table): JsonObject {
  const result: Record<string, Json> = {};
  for (const [property, rule] of Object.entries(table)) {
    const member = typeof rule === "string" ? rule : rule[0];
    const value = members[member];
    if (value === undefined || value === null) continue;
    if (typeof rule === "string") {
      result[property] = value;
      continue;
    }
    const inner = rule[1];
    if (!isObject(value)) continue;
    if (!isList(inner)) {
      result[property] = fromApi(value, inner);
      continue;
    }
    const [itemTable] = inner;
    const items = Array.isArray(value["Items"]) ? value["Items"] : [];
    result[property] = items.map((item) =>
      itemTable === undefined || !isObject(item) ? item : fromApi(item, itemTable),
    );
  }
  return result;
}

function isList(inner: Table | readonly [Table | undefined]): inner is readonly [Table | undefined] {
  return Array.isArray(inner);
}
