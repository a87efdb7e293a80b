import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import type { EdgeState } from "./edge-state.ts";
import { invalidArgument } from "./errors.ts";
import { CACHING_DISABLED, originRequestPolicy } from "./policies.ts";

/**
 * Headers that no distribution may add to its requests to an origin.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist
 */
const FORBIDDEN_HEADER =
  /^(cache-control|connection|content-length|cookie|host|if-(match|modified-since|none-match|range|unmodified-since)|max-forwards|pragma|proxy-(authenticate|authorization|connection)|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-real-ip|x-(amz|edge)-.*)$/i;

/**
 * Checks a configuration before it is kept, and names what the runtime does not do instead of leaving it out.
 *
 * @throws AwsError as CloudFront refuses.
 */
export function checkDistribution(
  state: EdgeState,
  config: Wire<DistributionConfig> | undefined,
): Wire<DistributionConfig> {
  if (config === undefined) throw invalidArgument("The parameter DistributionConfig is required.");
  const origins = config.Origins?.Items ?? [];
  const behaviour = config.DefaultCacheBehavior;
  if (origins.length === 0) throw invalidArgument("The parameter Origins is required.");
  if (!origins.some((origin) => origin.Id === behaviour?.TargetOriginId)) {
    throw new AwsError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", { status: 404 });
  }
  const bad = origins.find(
    (origin) => /^\/$|[^/]\/$/.test(origin.OriginPath ?? "") || /^[^/]/.test(origin.OriginPath ?? ""),
  );
  if (bad !== undefined) {
    throw invalidArgument("The parameter origin path is invalid: it must begin with / and must not end with /.");
  }
  for (const { HeaderName: name = "" } of origins.flatMap((origin) => origin.CustomHeaders?.Items ?? [])) {
    if (FORBIDDEN_HEADER.test(name)) throw invalidArgument(`The parameter HeaderName : ${name} is not allowed.`);
  }
  refuseUnserved(config);
  for (const { FunctionARN: arn, EventType: event } of behaviour?.FunctionAssociations?.Items ?? []) {
    if (event !== "viewer-request") {
      throw invalidArgument(
        `FunctionAssociations of the event ${event} are not served by the local runtime: viewer-request is.`,
      );
    }
    const name = (arn ?? "").slice((arn ?? "").lastIndexOf("/") + 1);
    if (state.findFunction(name)?.live === undefined) {
      throw new AwsError("InvalidFunctionAssociation", "The specified function does not exist or is not published.");
    }
  }
  return config;
}

function refuseUnserved(config: Wire<DistributionConfig>): void {
  const behaviour = config.DefaultCacheBehavior;
  if ((config.CacheBehaviors?.Items ?? []).length > 0) {
    throw invalidArgument("CacheBehaviors are not served by the local runtime: the default behaviour is.");
  }
  if ((behaviour?.LambdaFunctionAssociations?.Items ?? []).length > 0) {
    throw invalidArgument("Lambda@Edge is not served by the local runtime: CloudFront Functions are.");
  }
  if (behaviour?.CachePolicyId !== undefined && behaviour.CachePolicyId !== CACHING_DISABLED) {
    throw invalidArgument(
      `The cache policy ${behaviour.CachePolicyId} is not served by the local runtime: Managed-CachingDisabled (${CACHING_DISABLED}) is, because WebSockets are not cached.`,
    );
  }
  if (originRequestPolicy(behaviour?.OriginRequestPolicyId) === undefined) {
    throw invalidArgument(
      `The origin request policy ${behaviour?.OriginRequestPolicyId} is not served by the local runtime: the managed policies AllViewerExceptHostHeader and AllViewer are.`,
    );
  }
}
