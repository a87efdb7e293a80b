import { StateError } from "../asl/errors.ts";
import type { Execution } from "../asl/execution.ts";
import type { ChildRequest, Host, TaskRequest } from "../asl/host.ts";
import type { MapRun } from "../asl/map-run.ts";
import type { Scheduler } from "../asl/scheduler.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Outside } from "../outside.ts";
import { type Activity, missingActivity, runActivity } from "./activities.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Target } from "./execution-record.ts";
import type { Executions } from "./executions.ts";
import { createHttp } from "./integrations/http/http.ts";
import { runIntegration } from "./integrations/integrations.ts";
import { legacyLambda } from "./integrations/lambda.ts";
import type { ServiceTask, TaskContext } from "./integrations/task-context.ts";
import type { Sessions } from "./sessions.ts";

/** What the interpreter's host is made of. */
export interface HostParts {
  readonly environment: Environment;
  readonly scheduler: Scheduler;
  readonly sessions: Sessions;
  readonly callbacks: Callbacks;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly executions: Executions;
  readonly mapRuns: Map<string, MapRun>;
  readonly outside: Outside;
}

/** The service as the interpreter sees it. */
export function createHost(parts: HostParts): Host {
  const { environment, executions, sessions, callbacks } = parts;
  const context: TaskContext = {
    environment,
    session: ({ executionArn, roleArn, stateMachineArn }) => {
      const own = executions.running(executionArn)?.target.revision.roleArn;
      return own === undefined || own === roleArn
        ? sessions.of(roleArn, stateMachineArn)
        : sessions.through(own, roleArn, stateMachineArn);
    },
    callbacks,
    http: createHttp(parts.outside),
    executionEnded: async (arn) => {
      await executions.running(arn)?.execution?.done;
    },
  };
  const allowedRuns = new WeakSet<MapRun>();

  /** Each child is a StartExecution on the own state machine; one answer of IAM stands for the whole run. */
  const checkChild = (child: ChildRequest): void => {
    if (allowedRuns.has(child.mapRun)) return;
    const caller = sessions.of(child.roleArn, child.mapRun.stateMachineArn);
    const refusal = environment.aws.refusal(caller, {
      action: "states:StartExecution",
      resource: child.mapRun.stateMachineArn,
    });
    if (refusal !== undefined) throw new StateError("States.Permissions", refusal);
    allowedRuns.add(child.mapRun);
  };

  return {
    clock: environment.clock,
    ids: environment.ids,
    scheduler: parts.scheduler,
    checkResource: ({ kind, arn }, stateName) => {
      if (kind === "activity" && !parts.activities.has(arn)) throw missingActivity(arn, stateName);
    },
    runTask: (task) => runTask(task, context, parts.activities),
    mapRunStarted: (run) => {
      parts.mapRuns.set(run.mapRunArn, run);
    },
    startChild: (child): Execution => {
      checkChild(child);
      return executions.startChild(child, parentTarget(child, executions));
    },
  };
}

function parentTarget(child: ChildRequest, executions: Executions): Target {
  const parent = executions.running(child.mapRun.executionArn);
  if (parent === undefined) throw new Error(`${child.mapRun.mapRunArn} has outlived its execution`);
  return parent.target;
}

async function runTask(
  task: TaskRequest,
  context: TaskContext,
  activities: ReadonlyMap<string, Activity>,
): Promise<Json> {
  if (isServiceTask(task)) return runIntegration(task, context);
  const { resource } = task;
  if (resource.kind === "activity") return runActivity(task, activities.get(resource.arn), context.callbacks);
  return legacyLambda(task, resource.arn, context);
}

function isServiceTask(task: TaskRequest): task is ServiceTask {
  return task.resource.kind === "service";
}
