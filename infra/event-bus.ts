import {
  EventBus as EventBusResource,
  type EventBusArgs as EventBusResourceArgs,
} from "@pulumi/aws/cloudwatch/eventBus.js";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget, type EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { LogResourcePolicy } from "@pulumi/aws/cloudwatch/logResourcePolicy.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { ownedLogGroup } from "./log-group.ts";
import { logGroupName, logicalName } from "./naming.ts";
import type { Queue } from "./queue.ts";

export interface EventBusArgs {
  /** Where events go that a rule could not hand over to its target. The bus's rules are let in; the queue takes nobody else. */
  deadLetters: Queue;
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
  pattern: Pattern;
  /** Who gets the events, one by one and asynchronously. */
  target: LambdaFunction;
  /** How often, and for how long (in seconds), EventBridge tries. @default { attempts: 185, age: 3600 } */
  retry?: { attempts: number; age: number };
}

type Pattern = Readonly<Record<string, unknown>>;

/**
 * An event bus that logs whatever is put on it. EventBridge says nothing when a rule matches nothing or a target may not be
 * reached; the log shows what came, and the dead letters what did not arrive.
 *
 * @example
 * ```ts
 * const bus = new EventBus("orders", { deadLetters });
 * bus.toFunction("notify", { pattern: { source: ["WebsocketEvent"] }, target: notifier });
 * ```
 */
export class EventBus extends Component {
  readonly nodes: EventBusNodes;
  readonly busName: Output<string>;
  readonly busArn: Output<string>;
  readonly #name: string;
  readonly #deadLetters: { readonly queue: Queue; readonly policy: QueuePolicy };
  readonly #rules = new Map<string, EventRule>();

  constructor(name: string, args: EventBusArgs, options?: ComponentResourceOptions) {
    super("EventBus", name, options);
    const parent = { parent: this };
    const bus = new EventBusResource(...transformed<EventBusResourceArgs>(args.transform?.bus, name, {}, parent));
    this.#name = name;
    this.#deadLetters = { queue: args.deadLetters, policy: args.deadLetters.acceptFrom("events", [allRules(bus.arn)]) };
    this.busName = bus.name;
    this.busArn = bus.arn;

    const logGroup = ownedLogGroup(`${name}-log`, logGroupName("events", name), args.logRetentionDays ?? 14, this);
    // Attached to the group, so that it takes none of the ten policies an account may have. Where EventBridge should not
    // honour it, which AWS does not say, the policy of infra/bootstrap covers all groups under /aws/events.
    const logPolicy = new LogResourcePolicy(
      `${name}-log-policy`,
      { resourceArn: logGroup.arn, policyDocument: logGroup.arn.apply(writeLogPolicy) },
      parent,
    );
    const logRule = this.#rule("log", { source: [{ prefix: "" }] });
    const logTarget = this.#target("log", logRule, { arn: logGroup.arn }, logPolicy);
    this.nodes = { bus, logGroup, logPolicy, logRule, logTarget };
    this.registerOutputs({ busName: this.busName, busArn: this.busArn });
  }

  /** The rules of the bus, by the part of the name that is theirs; `log` is among them. */
  get rules(): ReadonlyMap<string, EventRule> {
    return this.#rules;
  }

  /** Adds a rule that hands matching events to a function. */
  toFunction(suffix: string, args: FunctionRuleArgs): EventRule {
    const { attempts, age } = args.retry ?? { attempts: 185, age: 3600 };
    const rule = this.#rule(suffix, args.pattern);
    const permission = new Permission(
      `${this.#name}-${suffix}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: args.target.functionName,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      { parent: this },
    );
    const retryPolicy = { maximumRetryAttempts: attempts, maximumEventAgeInSeconds: age };
    this.#target(suffix, rule, { arn: args.target.functionArn, retryPolicy }, permission);
    return rule;
  }

  #rule(suffix: string, pattern: Pattern): EventRule {
    const rule = new EventRule(
      logicalName("rule", `${this.#name}-${suffix}`),
      { eventBusName: this.busName, eventPattern: JSON.stringify(pattern) },
      { parent: this },
    );
    this.#rules.set(suffix, rule);
    return rule;
  }

  /** @param permission - What lets EventBridge reach the target: the first event may come as soon as the target is there. */
  #target(
    suffix: string,
    rule: EventRule,
    target: Pick<EventTargetArgs, "arn" | "retryPolicy">,
    permission: Resource,
  ): EventTarget {
    const { queue, policy } = this.#deadLetters;
    return new EventTarget(
      logicalName("target", `${this.#name}-${suffix}`),
      { eventBusName: this.busName, rule: rule.name, deadLetterConfig: { arn: queue.queueArn }, ...target },
      { parent: this, dependsOn: [permission, policy] },
    );
  }
}

export interface EventBusNodes {
  readonly bus: EventBusResource;
  readonly logGroup: LogGroup;
  readonly logPolicy: LogResourcePolicy;
  readonly logRule: EventRule;
  readonly logTarget: EventTarget;
}

/** The ARNs of a custom bus's rules: `arn:aws:events:REGION:ACCOUNT:rule/BUS/*`. */
function allRules(busArn: Output<string>): Output<string> {
  return busArn.apply((arn) => `${arn.replace(":event-bus/", ":rule/")}/*`);
}

/**
 * Both services have to be named: with `events` alone nothing is delivered (hashicorp/terraform-provider-aws#30388).
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
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
