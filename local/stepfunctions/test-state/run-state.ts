import { type Outcome, startExecution } from "../../asl/execution.ts";
import { Failure } from "../../asl/failure.ts";
import { History, type StoredEvent } from "../../asl/history.ts";
import type { Host, TaskRequest } from "../../asl/host.ts";
import { compileMachine } from "../../asl/machine.ts";
import type { Station } from "../../asl/state-observer.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../json.ts";
import { arnPrefix } from "../arn.ts";
import type { HttpInspection } from "../integrations/http/inspection.ts";
import type { ServiceTask } from "../integrations/task-context.ts";
import type { StepFunctions } from "../step-functions.ts";
import { type TestedState, wrap } from "./tested-state.ts";

/** What the work of a state comes to instead of being done. */
export type Mock =
  | { readonly result: Json }
  | { readonly error: string | undefined; readonly cause: string | undefined };

export interface StateRunOptions {
  readonly input: Json;
  readonly variables: JsonObject;
  readonly roleArn: string;
  readonly mock: Mock | undefined;
  /** The Context Object to pretend, as far as it is given. */
  readonly context: JsonObject | undefined;
  /** How often the retrier that applies has let the state run again already. */
  readonly retries: number;
}

/** What one state made of its input. */
export interface StateRun {
  readonly outcome: Outcome;
  readonly stations: ReadonlyMap<Station, Json>;
  readonly nextState: string | undefined;
  readonly variables: JsonObject;
  readonly retry: { readonly index: number; readonly delaySeconds: number } | undefined;
  readonly catchIndex: number | undefined;
  /** The failure that a retrier or a catcher took, or that ended the run. */
  readonly failure: { readonly error?: string; readonly cause?: string };
  /** What an HTTP Task sent and got. */
  readonly http: HttpInspection | undefined;
}

/** Runs one state in a machine of its own, for up to five minutes, as an Express execution. */
export async function runState(
  state: TestedState,
  options: StateRunOptions,
  service: StepFunctions,
): Promise<StateRun> {
  const { clock } = service.environment;
  const stations = new Map<Station, Json>();
  const history = new History(clock);
  let retry: StateRun["retry"];
  let catchIndex: number | undefined;
  let failure: StateRun["failure"] = {};
  let nextState: string | undefined;
  let variables = options.variables;
  let http: StateRun["http"];
  history.listen((event) => {
    if (/(Failed|TimedOut)$/.test(event.type)) failure = failureOf(event);
    if (event.type.endsWith("StateEntered") && event.name !== state.name) nextState = event.name;
    const assigned = event.more?.["assignedVariables"];
    if (isObject(assigned)) variables = { ...variables, ...assigned };
  });
  const { mock } = options;
  // A mock stands for the resource as well, which need not be there.
  const inspect = (inspection: HttpInspection): void => {
    http = inspection;
  };
  const host: Host =
    mock === undefined
      ? { ...service.host, runTask: (task) => service.host.runTask(inspected(task, inspect)) }
      : { ...service.host, checkResource: () => undefined, runTask: () => mocked(mock) };
  const execution = startExecution(compileMachine(wrap(state)), {
    input: options.input,
    host,
    identity: identityOf(options, service),
    ...pretended(state, options),
    type: "EXPRESS",
    history,
    resumeFrom: { snapshot: { root: startingPoint(state, options), events: 0 }, redrive: false },
    observer: {
      data: (station, value) => {
        // What the next state does is not part of the test.
        if (nextState === undefined) stations.set(station, value);
      },
      retry: (index, delaySeconds) => {
        retry = { index, delaySeconds };
        // The next attempt is not part of the test.
        service.host.scheduler.later(() => execution.stop());
      },
      caught: (index) => {
        catchIndex = index;
      },
    },
  });
  const outcome = await execution.done;
  if (outcome.status === "FAILED") failure = withoutPrefix(outcome);
  return { outcome, stations, nextState, variables, retry, catchIndex, failure, http };
}

function inspected(task: TaskRequest, inspect: ServiceTask["inspect"]): TaskRequest & Pick<ServiceTask, "inspect"> {
  return { ...task, inspect };
}

async function mocked(mock: Mock): Promise<Json> {
  if ("result" in mock) return mock.result;
  throw new Failure(mock.error, mock.cause);
}

function failureOf(event: StoredEvent): StateRun["failure"] {
  const { error, cause } = event.more ?? {};
  return withoutPrefix({
    error: typeof error === "string" ? error : undefined,
    cause: typeof cause === "string" ? cause : undefined,
  });
}

/** TestState has no history, and its causes no prefix that would point into one (measured on AWS). */
function withoutPrefix(failure: {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}): StateRun["failure"] {
  const prefix = /^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /su;
  return {
    ...(failure.cause === undefined ? {} : { cause: failure.cause.replace(prefix, "") }),
    ...(failure.error === undefined ? {} : { error: failure.error }),
  };
}

function startingPoint(state: TestedState, options: StateRunOptions) {
  const { input, retries, variables } = options;
  const now = 0;
  const retriers = state.fields["Retry"];
  const visit = {
    enteredEventId: 1,
    enteredTime: now,
    retries,
    retriesOf: Array.isArray(retriers) ? retriers.map(() => retries) : [],
    startedEventId: 0,
  };
  return {
    status: "running" as const,
    state: state.name,
    value: input,
    variables,
    last: 0,
    ...(retries === 0 ? {} : { visit }),
  };
}

/**
 * Where no context is given, a state of a Map's processor is told of a first item (DG/test-state-isolation, "Automatic Context
 * population").
 */
function pretended(state: TestedState, { context, input }: StateRunOptions): { readonly pretended?: JsonObject } {
  if (context !== undefined) return { pretended: context };
  return state.isInMap === true
    ? { pretended: { Map: { Item: { Index: 0, Value: input, Source: "STATE_DATA" } } } }
    : {};
}

function identityOf({ context = {}, roleArn }: StateRunOptions, service: StepFunctions) {
  const { clock, ids, scope } = service.environment;
  const execution = isObject(context["Execution"]) ? context["Execution"] : {};
  const machine = isObject(context["StateMachine"]) ? context["StateMachine"] : {};
  const prefix = arnPrefix(scope);
  const name = String(execution["Name"] ?? ids.uuid());
  const start = execution["StartTime"];
  return {
    executionArn: String(execution["Id"] ?? `${prefix}express:test:${name}:${name}`),
    name,
    roleArn: String(execution["RoleArn"] ?? roleArn),
    startTime: typeof start === "string" ? Date.parse(start) : clock.now(),
    stateMachineArn: String(machine["Id"] ?? `${prefix}stateMachine:test`),
    stateMachineName: String(machine["Name"] ?? "test"),
    redriveCount: Number(execution["RedriveCount"] ?? 0),
  };
}
