import { defineService } from "../aws/service.ts";
import type { CreateModule, Environment, Module } from "../module.ts";
import { network, type Outside } from "../outside.ts";
import { stepFunctionsHandlers } from "../provider/resources/sfn.ts";
import { createActivity } from "./operations/create-activity.ts";
import { createStateMachine } from "./operations/create-state-machine.ts";
import { createStateMachineAlias } from "./operations/create-state-machine-alias.ts";
import { deleteActivity } from "./operations/delete-activity.ts";
import { deleteStateMachine } from "./operations/delete-state-machine.ts";
import { deleteStateMachineAlias } from "./operations/delete-state-machine-alias.ts";
import { deleteStateMachineVersion } from "./operations/delete-state-machine-version.ts";
import { describeActivity } from "./operations/describe-activity.ts";
import { describeExecution } from "./operations/describe-execution.ts";
import { describeMapRun } from "./operations/describe-map-run.ts";
import { describeStateMachine } from "./operations/describe-state-machine.ts";
import { describeStateMachineAlias } from "./operations/describe-state-machine-alias.ts";
import { describeStateMachineForExecution } from "./operations/describe-state-machine-for-execution.ts";
import { getActivityTask } from "./operations/get-activity-task.ts";
import { getExecutionHistory } from "./operations/get-execution-history.ts";
import { listActivities } from "./operations/list-activities.ts";
import { listExecutions } from "./operations/list-executions.ts";
import { listMapRuns } from "./operations/list-map-runs.ts";
import { listStateMachineAliases } from "./operations/list-state-machine-aliases.ts";
import { listStateMachineVersions } from "./operations/list-state-machine-versions.ts";
import { listStateMachines } from "./operations/list-state-machines.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { publishStateMachineVersion } from "./operations/publish-state-machine-version.ts";
import { redriveExecution } from "./operations/redrive-execution.ts";
import { sendTaskFailure } from "./operations/send-task-failure.ts";
import { sendTaskHeartbeat } from "./operations/send-task-heartbeat.ts";
import { sendTaskSuccess } from "./operations/send-task-success.ts";
import { startExecution } from "./operations/start-execution.ts";
import { startSyncExecution } from "./operations/start-sync-execution.ts";
import { stopExecution } from "./operations/stop-execution.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testState } from "./operations/test-state.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateMapRun } from "./operations/update-map-run.ts";
import { updateStateMachine } from "./operations/update-state-machine.ts";
import { updateStateMachineAlias } from "./operations/update-state-machine-alias.ts";
import { validateStateMachineDefinition } from "./operations/validate-state-machine-definition.ts";
import { restore, resumeExecutions } from "./restore.ts";
import { createStepFunctions } from "./step-functions.ts";

const OPERATIONS = [
  createActivity,
  createStateMachine,
  createStateMachineAlias,
  deleteActivity,
  deleteStateMachine,
  deleteStateMachineAlias,
  deleteStateMachineVersion,
  describeActivity,
  describeExecution,
  describeMapRun,
  describeStateMachine,
  describeStateMachineAlias,
  describeStateMachineForExecution,
  getActivityTask,
  getExecutionHistory,
  listActivities,
  listExecutions,
  listMapRuns,
  listStateMachineAliases,
  listStateMachineVersions,
  listStateMachines,
  listTagsForResource,
  publishStateMachineVersion,
  redriveExecution,
  sendTaskFailure,
  sendTaskHeartbeat,
  sendTaskSuccess,
  startExecution,
  startSyncExecution,
  stopExecution,
  tagResource,
  testState,
  untagResource,
  updateMapRun,
  updateStateMachine,
  updateStateMachineAlias,
  validateStateMachineDefinition,
];

/** AWS Step Functions: state machines, executions, activities and task tokens. */
export const createStates: CreateModule = (environment) => createStatesWith(environment, network());

/**
 * The same with another way to reach the endpoints of HTTP Tasks.
 *
 * @param outside instead of the network.
 */
export function createStatesWith(environment: Environment, outside: Outside): Module {
  const state = createStepFunctions(environment, outside);
  restore(state);
  return {
    services: [
      defineService(
        {
          id: "states",
          wire: { protocol: "json", version: "1.0", targetPrefix: "AWSStepFunctions", signingName: "states" },
        },
        state,
        OPERATIONS,
      ),
    ],
    handlers: stepFunctionsHandlers,
    resume: () => resumeExecutions(state),
  };
}
