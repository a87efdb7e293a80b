import type { Tags as TagList } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../aws/error.ts";
import type { Permission } from "../aws/service.ts";
import type { Wire } from "../json.ts";
import type { Distribution, EdgeFunction, EdgeState, Tags } from "./edge-state.ts";

/** Where CloudFront says that things are (aws-samples/amazon-cloudfront-functions). */
const LOCATION = "https://cloudfront.amazonaws.com/2020-05-31";

/** A distribution as every operation on one answers it. */
export function presentDistribution(distribution: Distribution): object {
  const { id, arn, domainName, modifiedAt, config, etag } = distribution;
  return {
    Distribution: {
      Id: id,
      ARN: arn,
      Status: "Deployed",
      LastModifiedTime: modifiedAt / 1000,
      InProgressInvalidationBatches: 0,
      DomainName: domainName,
      DistributionConfig: config,
    },
    Location: `${LOCATION}/distribution/${id}`,
    ETag: etag,
  };
}

/** A function as the operations that write one answer it. */
export function presentFunction(found: EdgeFunction, stage: string, state: EdgeState): object {
  const version = stage === "LIVE" ? found.live : found.development;
  return {
    FunctionSummary: summaryOf(found, stage, state),
    Location: `${LOCATION}/function/${found.arn}`,
    ETag: version?.etag ?? "",
  };
}

/** A function in a list: how it is configured and where it is in use. */
export function summaryOf(found: EdgeFunction, stage: string, state: EdgeState): object {
  const version = (stage === "LIVE" ? found.live : undefined) ?? found.development;
  const used = state.usersOf(found).length > 0;
  return {
    Name: found.name,
    Status: found.live === undefined ? "UNPUBLISHED" : used ? "ASSOCIATED" : "UNASSOCIATED",
    FunctionConfig: version.config,
    FunctionMetadata: {
      FunctionARN: found.arn,
      Stage: stage,
      CreatedTime: found.createdAt / 1000,
      LastModifiedTime: version.modifiedAt / 1000,
    },
  };
}

/** The permission for a distribution, which has no region in its ARN. */
export function distributionPermission(
  action: string,
  id: string | undefined,
  state: EdgeState,
): readonly Permission[] {
  const { partition, account } = state.environment.scope;
  const resource = `arn:${partition}:cloudfront::${account}:distribution/${id ?? ""}`;
  return [{ action: `cloudfront:${action}`, resource }];
}

/** The permission for a function, which has no region in its ARN. */
export function functionPermission(action: string, name: string | undefined, state: EdgeState): readonly Permission[] {
  const { partition, account } = state.environment.scope;
  return [
    { action: `cloudfront:${action}`, resource: `arn:${partition}:cloudfront::${account}:function/${name ?? ""}` },
  ];
}

/** CloudFront's list of tags as a map. */
export function toTags(tags: Wire<TagList> | undefined): Tags {
  return Object.fromEntries((tags?.Items ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** @throws AwsError `NoSuchResource` when the ARN is of no distribution and no function. */
export function taggedResource(state: EdgeState, arn: string | undefined): Distribution | EdgeFunction {
  const found = [...state.distributions(), ...state.functions()].find((one) => one.arn === arn);
  if (found === undefined) {
    throw new AwsError("NoSuchResource", "A resource that was specified is not valid.", { status: 404 });
  }
  return found;
}
