import type { Json } from "../asl/definition.ts";
import type { Statement } from "../asl/permissions.ts";
import { type Task, type TaskFields, type Templated, task } from "./task.ts";

/** A state machine. */
export interface StateMachineRef {
  readonly arn: string;
}

interface StartExecution {
  /** The input of the execution. */
  readonly Input: Json;
  readonly Name?: Templated<string>;
}

/**
 * Starts another workflow and goes on. The result is `{ ExecutionArn, StartDate }`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function startExecution<const Fields extends TaskFields<StartExecution>>(
  machine: StateMachineRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::states:startExecution"> {
  return task("arn:aws:states:::states:startExecution", fields, { StateMachineArn: machine.arn }, [start(machine)]);
}

/** Starts another workflow and waits for its end. The result is its description with `Output` as JSON. */
export function startExecutionAndWait<const Fields extends TaskFields<StartExecution>>(
  machine: StateMachineRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::states:startExecution.sync:2"> {
  return task("arn:aws:states:::states:startExecution.sync:2", fields, { StateMachineArn: machine.arn }, [
    start(machine),
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [`${machine.arn.replace(":stateMachine:", ":execution:")}:*`],
    },
    // Step Functions learns of the child's end by a rule that it manages itself, in the role's name.
    {
      actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
      resources: [managedRule(machine.arn)],
    },
  ]);
}

const start = (machine: StateMachineRef): Statement => ({
  actions: ["states:StartExecution"],
  resources: [machine.arn],
});

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html */
function managedRule(machineArn: string): string {
  const [arn, partition, , region, account] = machineArn.split(":");
  return `${arn}:${partition}:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
}
