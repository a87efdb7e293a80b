import type { Json, JsonObject } from "../json.ts";
import { statesOf } from "./definition.ts";
import { accessDenied, invalidArn, invalidLoggingConfiguration } from "./errors.ts";
import { allowDelivery } from "./logging/delivery-policy.ts";
import { logGroupNameOf } from "./logging/log-delivery.ts";
import { NOT_ASSUMABLE } from "./sessions.ts";
import type { Logging } from "./state-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

/** What a role needs for vended logs (DG/cw-logs, "IAM policies for logging"). */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

/** What a role needs for `states:startExecution.sync` (DG/connect-stepfunctions), on the rule that Step Functions manages. */
const MANAGED_RULE = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];
const MANAGED_RULE_NAME = "StepFunctionsGetEventsForStepFunctionsExecutionRule";

/** A state machine as it is about to be. */
export interface Proposal {
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly logging: Logging;
}

/**
 * What AWS checks of a state machine's role when the machine is created or updated.
 *
 * @throws AwsError AccessDeniedException when the role cannot be taken, may not deliver logs, or may not have the
 * managed rule of `.sync`; InvalidArn; InvalidLoggingConfiguration when there is no such log group.
 */
export async function checkRole(proposal: Proposal, state: StepFunctions): Promise<void> {
  const { aws, scope } = state.environment;
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(proposal.roleArn))
    throw invalidArn(`Invalid Role Arn: ${proposal.roleArn}`);
  const caller = state.sessions.tryAssume(proposal.roleArn, proposal.arn);
  if (caller === undefined) throw accessDenied(NOT_ASSUMABLE);
  const { level, logGroupArn } = proposal.logging;
  if (level !== "OFF" && logGroupArn !== undefined) {
    const missing = LOG_DELIVERY.find((action) => aws.refusal(caller, { action, resource: "*" }) !== undefined);
    if (missing !== undefined) {
      throw accessDenied("The state machine IAM Role is not authorized to access the Log Destination");
    }
    await checkLogGroup(logGroupArn, state);
    await allowDelivery(logGroupArn, state.environment);
  }
  if (waitsForExecutions(proposal.definition)) {
    const resource = `arn:${scope.partition}:events:${scope.region}:${scope.account}:rule/${MANAGED_RULE_NAME}`;
    const missing = MANAGED_RULE.find((action) => aws.refusal(caller, { action, resource }) !== undefined);
    if (missing !== undefined) throw accessDenied(`'${proposal.roleArn}' is not authorized to create managed-rule.`);
  }
}

async function checkLogGroup(logGroupArn: string, state: StepFunctions): Promise<void> {
  const { aws } = state.environment;
  if (!aws.services().has("logs")) return;
  const logGroupNamePrefix = logGroupNameOf(logGroupArn);
  const answer = await aws.call("logs", "DescribeLogGroups", { logGroupNamePrefix }, { caller: { kind: "account" } });
  const groups = (answer["logGroups"] ?? []) as readonly JsonObject[];
  if (groups.some((group) => group["logGroupName"] === logGroupNamePrefix)) return;
  throw invalidLoggingConfiguration(`Log Destination '${logGroupArn}' does not exist.`);
}

function waitsForExecutions(definition: string): boolean {
  const source: Json = JSON.parse(definition) as Json;
  return statesOf(source as JsonObject).some(({ fields }) =>
    String(fields["Resource"]).includes(":states:startExecution.sync"),
  );
}
