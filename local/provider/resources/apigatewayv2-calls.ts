import { OWNER } from "../../aws/caller.ts";
import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties } from "../handler.ts";

/** What API Gateway says of things that are not there. */
export const GONE = "NotFoundException";

/** Calls API Gateway v2 as the account's owner. */
export function apiCall(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("apigatewayv2", operation, input, { caller: OWNER });
}

/** The tags a resource is to have: its own with the provider's default ones. */
export function tagsOf(inputs: Properties): Readonly<Record<string, string>> {
  return (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
}

/** Brings the tags of an API or a stage to what they are to be. */
export async function retag(
  arn: string,
  wanted: Readonly<Record<string, string>>,
  context: HandlerContext,
): Promise<void> {
  const { Tags: tags } = await apiCall(context, "GetTags", { ResourceArn: arn });
  const gone = Object.keys((tags ?? {}) as JsonObject).filter((key) => wanted[key] === undefined);
  if (gone.length > 0) await apiCall(context, "UntagResource", { ResourceArn: arn, TagKeys: gone });
  if (Object.keys(wanted).length > 0) await apiCall(context, "TagResource", { ResourceArn: arn, Tags: wanted });
}

/** The ARN that the control plane gives to an API, or to what is under it. */
export function controlArn({ aws }: HandlerContext, path: string): string {
  const { partition, region } = aws.scope;
  return `arn:${partition}:apigateway:${region}::/apis/${path}`;
}

/** The ARN that permissions name: `arn:aws:execute-api:{region}:{account}:{apiId}[/{stage}]`. */
export function executionArn({ aws }: HandlerContext, path: string): string {
  const { partition, region, account } = aws.scope;
  return `arn:${partition}:execute-api:${region}:${account}:${path}`;
}
