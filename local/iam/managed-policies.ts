const LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/**
 * AWS's managed policies that the local account knows, by the part of the ARN after
 * `policy/`.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AWSXRayDaemonWriteAccess: [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
  ],
  "service-role/AWSLambdaBasicExecutionRole": LOGS,
  "service-role/AWSLambdaSQSQueueExecutionRole": [
    ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    ...LOGS,
  ],
  "service-role/AWSLambdaDynamoDBExecutionRole": [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    ...LOGS,
  ],
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": [
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ],
};

/** A policy of AWS's own. */
export interface AwsManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly document: string;
}

/** AWS's managed policies by ARN. */
export function awsManagedPolicies(partition: string): ReadonlyMap<string, AwsManagedPolicy> {
  const policies = new Map<string, AwsManagedPolicy>();
  for (const [name, actions] of Object.entries(ALLOWED)) {
    const arn = `arn:${partition}:iam::aws:policy/${name}`;
    const slash = name.lastIndexOf("/") + 1;
    const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
    policies.set(arn, {
      arn,
      name: name.slice(slash),
      path: `/${name.slice(0, slash)}`,
      document: JSON.stringify(document),
    });
  }
  return policies;
}
