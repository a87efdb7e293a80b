import type { Aws } from "../aws/aws.ts";
import { OWNER } from "../aws/caller.ts";
import { apigatewayv2 } from "./sources/apigatewayv2.ts";
import { cloudfront } from "./sources/cloudfront.ts";
import { dynamodb } from "./sources/dynamodb.ts";
import { events } from "./sources/events.ts";
import { lambda } from "./sources/lambda.ts";
import { logs } from "./sources/logs.ts";
import { monitoring } from "./sources/monitoring.ts";
import { sns } from "./sources/sns.ts";
import { sqs } from "./sources/sqs.ts";
import { states } from "./sources/states.ts";
import type { TaggedResource, TagSource } from "./tagged-resource.ts";

/**
 * Every service whose resources `tag:GetResources` finds. IAM roles are not among them, on
 * AWS as here.
 */
const SOURCES: readonly TagSource[] = [
  apigatewayv2,
  cloudfront,
  dynamodb,
  events,
  lambda,
  logs,
  monitoring,
  sns,
  sqs,
  states,
];

/** All tagged resources of the account, in order of their ARNs. */
export async function taggedResources(aws: Aws): Promise<readonly TaggedResource[]> {
  const found: TaggedResource[] = [];
  for (const { service, resources } of SOURCES) {
    if (!aws.services().has(service)) continue;
    const ask = (operation: string, input: Parameters<Aws["call"]>[2]) =>
      aws.call(service, operation, input, { caller: OWNER });
    for await (const resource of resources(ask, aws.scope)) {
      if (Object.keys(resource.tags).length > 0) found.push(resource);
    }
  }
  return found.sort((one, other) => (one.arn < other.arn ? -1 : 1));
}
