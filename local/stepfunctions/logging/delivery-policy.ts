import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";

/** The account's resource policy that AWS writes when logging is switched on (DG/cw-logs; Logs: AWS-logs-and-resource-policy). */
const POLICY_NAME = "AWSLogDeliveryWrite20150319";
/** A resource policy may have so many characters; beyond it AWS allows a prefix instead of each group. */
const MOST_CHARACTERS = 5120;

/**
 * Lets log delivery write to a log group, as Step Functions does with the state machine's role when logging is switched
 * on: the group is added to the account-wide policy of log delivery, if that does not cover it yet.
 */
export async function allowDelivery(logGroupArn: string, environment: Environment): Promise<void> {
  const { aws, scope } = environment;
  if (!aws.services().has("logs")) return;
  const caller = { kind: "account" } as const;
  const logs = `arn:${scope.partition}:logs:${scope.region}:${scope.account}:`;
  const answer = await aws.call("logs", "DescribeResourcePolicies", {}, { caller });
  const policies = (answer["resourcePolicies"] ?? []) as readonly JsonObject[];
  const policy = policies.find(({ policyName }) => policyName === POLICY_NAME);
  const wanted = `${logGroupArn.replace(/:\*$/, "")}:log-stream:*`;
  const covered = policy === undefined ? [] : resourcesOf(String(policy["policyDocument"]));
  const prefix = `${logs}log-group:/aws/vendedlogs/*`;
  if (covered.includes(wanted) || (covered.includes(prefix) && wanted.startsWith(prefix.slice(0, -1)))) return;
  const document = documentOf([...covered, wanted], logs, scope.account);
  const policyDocument =
    document.length <= MOST_CHARACTERS ? document : documentOf([prefix, wanted], logs, scope.account);
  await aws.call("logs", "PutResourcePolicy", { policyName: POLICY_NAME, policyDocument }, { caller });
}

function resourcesOf(document: string): string[] {
  const { Statement } = JSON.parse(document) as JsonObject;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.flatMap((statement: Json) => {
    const resource = isObject(statement) ? statement["Resource"] : undefined;
    return Array.isArray(resource) ? resource.map(String) : resource === undefined ? [] : [String(resource)];
  });
}

function documentOf(resources: readonly string[], logs: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: POLICY_NAME,
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: resources,
        Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": `${logs}*` } },
      },
    ],
  });
}
