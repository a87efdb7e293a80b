import { getProject, getStack } from "@pulumi/pulumi";
import { refuseIfAny } from "./errors.ts";

/**
 * The longest logical name per kind of resource. Pulumi appends `-` and seven hexadecimal digits to make the physical
 * name, and AWS refuses the result only at creation where the provider's own limit is higher: state machines may have 80
 * characters, targets and functions of CloudFront 64, and the provider lets 255 pass.
 */
const LONGEST = {
  role: 56,
  function: 56,
  stateMachine: 72,
  activity: 72,
  rule: 56,
  target: 56,
  queue: 72,
  topic: 72,
  edgeFunction: 56,
} as const;

/**
 * A logical name that is sure to give a legal physical one.
 *
 * @throws UserError when it is too long.
 */
export function logicalName(kind: keyof typeof LONGEST, name: string): string {
  const limit = LONGEST[kind];
  refuseIfAny(
    "A resource's name is too long for AWS:",
    name.length > limit ? [{ where: name, reason: `${name.length} characters; a ${kind} may have ${limit}` }] : [],
  );
  return name;
}

/** The families of log groups, by the prefix AWS asks for or recommends. */
const LOG_GROUPS = {
  lambda: "/aws/lambda",
  /**
   * Step Functions edits a resource policy that lists groups, unless they are under this prefix.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
   */
  states: "/aws/vendedlogs/states",
  /**
   * The prefix that the account's shared policy for EventBridge covers.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  events: "/aws/events",
  websocket: "/aws/vendedlogs/websocket",
} as const;

/** `/aws/lambda/websocket-orders-dev/echo`: a fixed name, which two stacks share only if they share project and name. */
export function logGroupName(family: keyof typeof LOG_GROUPS, name: string): string {
  return `${LOG_GROUPS[family]}/${getProject()}-${getStack()}/${name}`;
}
