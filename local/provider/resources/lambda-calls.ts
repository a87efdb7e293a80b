import { OWNER } from "../../aws/caller.ts";
import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties } from "../handler.ts";
import { unlessGone } from "./gone.ts";

/** Lambda's word for what is not there. */
const GONE = "ResourceNotFoundException";

/** A call to Lambda as the account's owner. */
export function lambdaCall(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("lambda", operation, input, { caller: OWNER });
}

/** The same, with undefined for what is not there. */
export function lambdaFind(
  context: HandlerContext,
  operation: string,
  input: JsonObject,
): Promise<JsonObject | undefined> {
  return unlessGone(lambdaCall(context, operation, input), GONE);
}

/** What API Gateway calls a function by. */
export function invokeArn(context: HandlerContext, arn: string): string {
  const { partition, region } = context.aws.scope;
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** All tags of a resource, the provider's default tags among them. */
export function tagsOf(inputs: Properties): Readonly<Record<string, string>> {
  return (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
}

/** Brings the tags of a function or mapping to those that are wanted. */
export async function retagLambda(context: HandlerContext, arn: string, inputs: Properties): Promise<void> {
  const wanted = tagsOf(inputs);
  const { Tags: current = {} } = await lambdaCall(context, "ListTags", { Resource: arn });
  const gone = Object.keys(current as JsonObject).filter((key) => wanted[key] === undefined);
  if (gone.length > 0) await lambdaCall(context, "UntagResource", { Resource: arn, TagKeys: gone });
  if (Object.keys(wanted).length > 0) await lambdaCall(context, "TagResource", { Resource: arn, Tags: wanted });
}
