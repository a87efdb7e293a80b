import {
  EventBus as EventBusResource,
  type EventBusArgs as EventBusResourceArgs,
} from "@pulumi/aws/cloudwatch/eventBus.js";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { LogResourcePolicy } from "@pulumi/aws/cloudwatch/logResourcePolicy.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { ownedLogGroup } from "./log-group.ts";
import { logGroupName, logicalName } from "./naming.ts";
import type { Queue } from "./queue.ts";

export interface EventBusArgs {
  /** How long the log of all events is kept, in days. @default 14 */
  logRetentionDays?: number;
  /** Changes to the resources inside. */
  transform?: { bus?: Transform<EventBusResourceArgs> };
}

/** A rule that hands events to a function. */
export interface FunctionRuleArgs {
  /**
   * Which events: see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   *
   * @example
   * ```ts
   * { pattern: { source: ["WebsocketEvent"] } }
   * ```
   */
  pattern: Readonly<Record<string, unknown>>;
  target: LambdaFunction;
  /** Where events go that could not be handed over. */
  deadLetters: Queue;
  /** How often, and for how long (in seconds), EventBridge tries. @default { attempts: 185, age: 3600 } */
  retry?: { attempts: number; age: number };
}

/**
 * An event bus that logs whatever is put on it. EventBridge says nothing when a rule matches nothing or a target may not be
 * reached; the log shows what came.
 *
 * @example
 * ```ts
 * const bus = new EventBus("orders");
 * bus.toFunction("notify", { pattern: { source: ["WebsocketEvent"] }, target: notifier, deadLetters });
 * ```
 */
export class EventBus extends Component {
  readonly nodes: EventBusNodes;
  readonly busName: Output<string>;
  readonly busArn: Output<string>;
  readonly #name: string;

  constructor(name: string, args: EventBusArgs = {}, options?: ComponentResourceOptions) {
    super("EventBus", name, {}, options);
    const parent = { parent: this };
    const bus = new EventBusResource(...transformed<EventBusResourceArgs>(args.transform?.bus, name, {}, parent));
    const logGroup = ownedLogGroup(`${name}-log`, logGroupName("events", name), args.logRetentionDays ?? 14, this);
    // Attached to the group, so that it takes none of the ten policies an account may have. Where EventBridge should not
    // honour it (deploying-to-aws.md §5), the policy of infra/bootstrap covers all groups under /aws/events.
    const logPolicy = new LogResourcePolicy(
      `${name}-log-policy`,
      { resourceArn: logGroup.arn, policyDocument: logGroup.arn.apply(writeLogPolicy) },
      parent,
    );
    const logRule = new EventRule(
      logicalName("rule", `${name}-log`),
      { eventBusName: bus.name, eventPattern: JSON.stringify({ source: [{ prefix: "" }] }) },
      parent,
    );
    const logTarget = new EventTarget(
      logicalName("target", `${name}-log`),
      { eventBusName: bus.name, rule: logRule.name, arn: logGroup.arn },
      { ...parent, dependsOn: [logPolicy] },
    );
    this.#name = name;
    this.nodes = { bus, logGroup, logPolicy, logRule, logTarget };
    this.busName = bus.name;
    this.busArn = bus.arn;
    this.registerOutputs({ busName: this.busName, busArn: this.busArn });
  }

  /** Adds a rule that hands matching events to a function. */
  toFunction(suffix: string, args: FunctionRuleArgs): EventRule {
    const name = `${this.#name}-${suffix}`;
    const parent = { parent: this };
    const { attempts, age } = args.retry ?? { attempts: 185, age: 3600 };
    const rule = new EventRule(
      logicalName("rule", name),
      { eventBusName: this.busName, eventPattern: JSON.stringify(args.pattern) },
      parent,
    );
    const permission = new Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: args.target.functionName,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      parent,
    );
    const policy = args.deadLetters.acceptFrom("events", [rule.arn]);
    new EventTarget(
      logicalName("target", name),
      {
        eventBusName: this.busName,
        rule: rule.name,
        arn: args.target.functionArn,
        retryPolicy: { maximumRetryAttempts: attempts, maximumEventAgeInSeconds: age },
        deadLetterConfig: { arn: args.deadLetters.queueArn },
      },
      { ...parent, dependsOn: [permission, policy] },
    );
    return rule;
  }
}

export interface EventBusNodes {
  readonly bus: EventBusResource;
  readonly logGroup: LogGroup;
  readonly logPolicy: LogResourcePolicy;
  readonly logRule: EventRule;
  readonly logTarget: EventTarget;
}

/** Both services have to be named: with `events` alone nothing is delivered (deploying-to-aws.md §5). */
function writeLogPolicy(logGroupArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${logGroupArn}:*`,
      },
    ],
  });
}
