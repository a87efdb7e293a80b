import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { type Input, jsonStringify, type Output, output, type Resource } from "@pulumi/pulumi";
import type { Statement } from "../statemachines/asl/permissions.ts";
import type { Account } from "./account.ts";
import { logicalName } from "./naming.ts";
import { resolved } from "./resolved.ts";

export type { Statement } from "../statemachines/asl/permissions.ts";

/** A statement whose resources may not be known yet. */
export interface StatementInput {
  readonly actions: readonly string[];
  readonly resources: readonly Input<string>[];
}

/** The services that take on roles of this program. */
export type TrustedService = "apigateway" | "states" | "lambda";

/**
 * What Step Functions asks of a machine's role in order to deliver its logs.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
] as const;

/**
 * What Step Functions asks of a machine's role in order to trace its executions.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export const TRACING = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
] as const;

/** Actions that exist on no narrower resource than `*`. Nothing else in this program may name `*`. */
export const ACTIONS_WITHOUT_RESOURCE: ReadonlySet<string> = new Set([...LOG_DELIVERY, ...TRACING]);

export interface ServiceRoleArgs {
  /** Who takes the role on. */
  service: TrustedService;
  /** For whose resources alone the service takes the role on. */
  account: Input<Account>;
  /** What it may do; one inline policy holds them all. */
  statements: Input<readonly Statement[]> | readonly StatementInput[];
  /** The component that the role is a part of. */
  parent: Resource;
}

/** A role and the policy that whatever uses the role has to wait for: `role.arn` alone does not order after it. */
export interface ServiceRole {
  readonly role: Role;
  readonly policy: RolePolicy;
}

/** A role for one service with one inline policy. */
export function serviceRole(name: string, args: ServiceRoleArgs): ServiceRole {
  const role = new Role(
    logicalName("role", name),
    { assumeRolePolicy: output(args.account).apply((account) => trustPolicy(args.service, account)) },
    { parent: args.parent },
  );
  const policy = new RolePolicy(
    `${name}-policy`,
    { role: role.id, policy: resolved<readonly Statement[]>(args.statements).apply(policyDocument) },
    { parent: args.parent },
  );
  return { role, policy };
}

/**
 * Who may take the role on, and on whose behalf. API Gateway sends neither `aws:SourceArn` nor `aws:SourceAccount` when
 * it assumes a credentials role: a condition on them breaks every call
 * (aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws#479). Step Functions sends both
 * (DG/procedure-create-iam-role). Lambda's guide says nothing of them; AWS's own skills for serverless applications make
 * roles of functions with the account (aws/agent-toolkit-for-aws, `lambda-trust-policy.json`).
 */
export function trustPolicy(service: TrustedService, account: Account): string {
  const condition = trustCondition(service, account);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sts:AssumeRole",
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}

function trustCondition(service: TrustedService, account: Account): object | undefined {
  switch (service) {
    case "apigateway":
      return undefined;
    case "lambda":
      return { StringEquals: { "aws:SourceAccount": account.id } };
    case "states":
      // With the machine's own ARN there would be a cycle: the machine needs its role first.
      return {
        StringEquals: { "aws:SourceAccount": account.id },
        ArnLike: {
          "aws:SourceArn": `arn:${account.partition}:states:${account.region}:${account.id}:stateMachine:*`,
        },
      };
    default: {
      const never: never = service;
      return never;
    }
  }
}

/**
 * A policy document of these statements, equal ones said once.
 *
 * @throws Error when a statement names `*` as its resource for an action that has a narrower one.
 */
export function policyDocument(statements: readonly Statement[]): string {
  const unique = [...new Map(statements.map((each) => [JSON.stringify(each), each])).values()];
  for (const { actions, resources } of unique) {
    const wide = resources.includes("*") && actions.filter((action) => !ACTIONS_WITHOUT_RESOURCE.has(action));
    if (wide && wide.length > 0) throw new Error(`${wide.join(", ")} must not be allowed on every resource`);
  }
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: unique.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  });
}

/** The statement of a queue's policy that lets a service send to it on behalf of one source. */
export function sendMessagePolicy(
  queueArn: Output<string>,
  service: "sns" | "events",
  sourceArns: Input<string>[],
): Output<string> {
  return jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": sourceArns } },
      },
    ],
  });
}
