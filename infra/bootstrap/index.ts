import { Account } from "@pulumi/aws/apigateway/account.js";
import { LogResourcePolicy } from "@pulumi/aws/cloudwatch/logResourcePolicy.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { currentAccount } from "../account.ts";
import { trustPolicy } from "../iam.ts";

// Run once per account and region, by hand (docs/deploying.md, "A fresh account, once"). Stacks of websocket-orders
// deploy without it as long as `logLevel` is OFF.
//
// Two things exist once in an account and region, whoever makes them. If an ephemeral stack owned them, its end would switch
// them off for everybody: destroying the Account resource resets the logging role of every API in the region. Therefore they
// are protected, and stay even when this stack is destroyed.
const keep = { protect: true, retainOnDelete: true };

const account = currentAccount();

/** The role as which API Gateway writes the access and execution logs of all APIs. */
const loggingRole = new Role(
  "api-gateway-logging",
  { assumeRolePolicy: account.apply((each) => trustPolicy("apigateway", each)) },
  keep,
);
const loggingPolicy = new RolePolicyAttachment(
  "api-gateway-logging",
  {
    role: loggingRole.name,
    policyArn: account.apply(
      ({ partition }) => `arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    ),
  },
  keep,
);
const settings = new Account(
  "api-gateway",
  { cloudwatchRoleArn: loggingRole.arn },
  { ...keep, dependsOn: [loggingPolicy] },
);

/**
 * Lets EventBridge write to every log group under `/aws/events/`, as the console's own policy does. An account has room for
 * ten such policies in a region, so stacks do not bring one each.
 */
const eventLogs = new LogResourcePolicy(
  "events-to-logs",
  {
    policyName: "EventBridgeToCloudWatchLogs",
    policyDocument: account.apply(({ partition, region, id }) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `arn:${partition}:logs:${region}:${id}:log-group:/aws/events/*:*`,
          },
        ],
      }),
    ),
  },
  keep,
);

export const loggingRoleArn = settings.cloudwatchRoleArn;
export const eventLogsPolicyName = eventLogs.policyName;
