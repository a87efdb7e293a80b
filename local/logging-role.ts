import { OWNER } from "./aws/caller.ts";
import { AwsError } from "./aws/error.ts";
import type { Environment } from "./module.ts";

const ROLE = "api-gateway-logging";

/**
 * Gives the account the role as which API Gateway writes logs, once. An account that anybody has worked in has one, and
 * a stage that logs is refused without it; on AWS, `infra/bootstrap` makes it.
 */
export async function giveLoggingRole({ aws, scope }: Environment): Promise<void> {
  const asOwner = { caller: OWNER };
  try {
    await aws.call("iam", "GetRole", { RoleName: ROLE }, asOwner);
    return;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NoSuchEntity")) throw error;
  }
  const trust = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await aws.call("iam", "CreateRole", { RoleName: ROLE, AssumeRolePolicyDocument }, asOwner);
  const PolicyArn = `arn:${scope.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`;
  await aws.call("iam", "AttachRolePolicy", { RoleName: ROLE, PolicyArn }, asOwner);
  const Value = `arn:${scope.partition}:iam::${scope.account}:role/${ROLE}`;
  const PatchOperations = [{ Op: "replace", Path: "/cloudwatchRoleArn", Value }];
  await aws.call("apigateway", "UpdateAccount", { PatchOperations }, asOwner);
}
