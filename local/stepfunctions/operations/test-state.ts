import type { TestStateCommandInput, TestStateCommandOutput } from "@aws-sdk/client-sfn";
import { parseResource } from "../../asl/resource.ts";
import type { ExpressionScope } from "../../asl/scope.ts";
import { textOf } from "../../asl/source-text.ts";
import type { Operation } from "../../aws/service.ts";
import { isObject, type Json, type JsonObject, type Wire } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { validationException } from "../errors.ts";
import { executionInput } from "../execution-input.ts";
import { permission } from "../permission.ts";
import { CAUSE, DATA, DEFINITION, ERROR } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";
import { httpInspectionData } from "../test-state/http-inspection.ts";
import { inspectionData } from "../test-state/inspection.ts";
import { configuredMock, mapLimits, readItems } from "../test-state/map-configuration.ts";
import { mockOf } from "../test-state/mock.ts";
import { runState, type StateRun, type StateRunOptions } from "../test-state/run-state.ts";
import { asTask, type TestedState, testedState } from "../test-state/tested-state.ts";

type Input = Wire<TestStateCommandInput>;
type Output = Wire<TestStateCommandOutput>;

const CONSTRAINTS: Constraints = {
  definition: { ...DEFINITION, required: true },
  roleArn: { type: "string", min: 1, max: 256 },
  input: DATA,
  inspectionLevel: { type: "string", values: ["INFO", "DEBUG", "TRACE"] },
  revealSecrets: { type: "boolean" },
  variables: DATA,
  stateName: { type: "string", min: 1, max: 80 },
  mock: {
    type: "structure",
    members: {
      result: DATA,
      errorOutput: { type: "structure", members: { error: ERROR, cause: CAUSE } },
      fieldValidationMode: { type: "string", values: ["STRICT", "PRESENT", "NONE"] },
    },
  },
  context: DATA,
  stateConfiguration: {
    type: "structure",
    members: {
      retrierRetryCount: { type: "integer", min: 0 },
      errorCausedByState: { type: "string", min: 1, max: 80 },
      mapIterationFailureCount: { type: "integer", min: 0 },
      mapItemReaderData: DATA,
    },
  },
};

/** Runs one state without creating anything. */
export const testState: Operation<StepFunctions, Input, Output> = {
  name: "TestState",
  permissions: ({ revealSecrets }) => [
    ...permission("TestState", "*"),
    ...(revealSecrets === true ? permission("RevealSecrets", "*") : []),
  ],
  run: async (input, call, state) => {
    checkConstraints(input, CONSTRAINTS);
    const tested = testedState(input.definition ?? "", input.stateName);
    const given = mockOf(input.mock, tested);
    checkTogether(input, tested);
    const { text, value } = executionInput(input.input);
    const variables = objectOf(input.variables, "variables") ?? {};
    const scope = scopeOf(value, variables, state);
    const mock = configuredMock(given, input.stateConfiguration, tested, scope);
    const options = {
      input: value,
      variables,
      roleArn: input.roleArn ?? "",
      mock,
      context: objectOf(input.context, "context"),
      retries: input.stateConfiguration?.retrierRetryCount ?? 0,
    };
    const subject = mock === undefined ? tested : asTask(tested);
    const run = await call.hold.park(runState(subject, options, state));
    if (input.inspectionLevel !== "DEBUG" && input.inspectionLevel !== "TRACE") return outputOf(run, undefined);
    const isMap = tested.fields["Type"] === "Map";
    const read = readItems(input.stateConfiguration?.mapItemReaderData, tested.fields);
    const items = isMap ? await call.hold.park(runItems(tested, options, read?.items, state)) : undefined;
    const effective = run.stations.get("afterInputPath") ?? value;
    const limits = isMap ? mapLimits(tested.fields, { ...scope, input: effective }) : {};
    const pointed = read?.afterItemsPointer;
    const pointer = pointed === undefined ? {} : { afterItemsPointer: JSON.stringify(pointed) };
    const traced = input.inspectionLevel === "TRACE" && run.http !== undefined;
    const http = traced ? httpInspectionData(run.http, input.revealSecrets === true) : {};
    return outputOf(run, { ...inspectionData(text, run, items), ...pointer, ...limits, ...http });
  },
};

/** What a request cannot have together, or without the other; the texts are [own]. */
function checkTogether(input: Input, tested: TestedState): void {
  // "Step Functions throws an error if you use this level for other state types" (DG/test-state-isolation).
  if (input.inspectionLevel === "TRACE" && !isHttpTask(tested)) {
    throw validationException("The inspection level TRACE is supported for HTTP Tasks only");
  }
  if (input.mock === undefined && input.roleArn === undefined) {
    throw validationException("roleArn must be specified when no mock is specified", "MISSING_REQUIRED_PARAMETER");
  }
  if (input.mock === undefined && input.context !== undefined) {
    throw validationException("context can only be specified together with a mock");
  }
  if (input.mock !== undefined && input.revealSecrets === true) {
    throw validationException("revealSecrets cannot be specified together with a mock");
  }
}

/** What the paths of a Map's limits see. */
function scopeOf(input: Json, variables: JsonObject, { host }: StepFunctions): ExpressionScope {
  return { input, variables: variables as ExpressionScope["variables"], context: () => ({}), host };
}

function isHttpTask({ fields }: TestedState): boolean {
  const resource = fields["Type"] === "Task" ? parseResource(String(fields["Resource"])) : undefined;
  return resource?.kind === "service" && resource.service === "http";
}

/** A Map's items are prepared as ever, and each goes through untouched: for the inspection only. */
function runItems(
  tested: TestedState,
  options: StateRunOptions,
  read: Json | undefined,
  state: StepFunctions,
): Promise<StateRun> {
  const { ItemProcessor: _inner, Iterator: _old, ItemReader: _reader, ResultWriter: _writer, ...rest } = tested.fields;
  const { ItemsPath, Items, ...others } = rest;
  const fields = read === undefined ? rest : others;
  const processor = { StartAt: "Item", States: { Item: { Type: "Pass", End: true } } };
  const subject = { ...tested, fields: { ...fields, ItemProcessor: processor } };
  return runState(subject, { ...options, input: read ?? options.input, mock: undefined }, state);
}

function outputOf(run: StateRun, inspection: Output["inspectionData"]): Output {
  const { outcome, nextState, retry, catchIndex, failure } = run;
  const inspected = inspection === undefined ? {} : { inspectionData: inOrder(inspection) };
  const next = nextState === undefined ? {} : { nextState };
  if (retry !== undefined) return { ...failure, ...inspected, status: "RETRIABLE" };
  if (outcome.status === "SUCCEEDED") {
    const output = textOf(outcome.output);
    if (catchIndex === undefined) return { ...inspected, ...next, output, status: "SUCCEEDED" };
    return { ...failure, ...inspected, ...next, output, status: "CAUGHT_ERROR" };
  }
  const timedOut = outcome.status === "TIMED_OUT" ? { error: "States.Timeout" } : failure;
  return { ...timedOut, ...inspected, status: "FAILED" };
}

/** The members in alphabetical order, as AWS writes them. */
function inOrder(inspection: NonNullable<Output["inspectionData"]>): NonNullable<Output["inspectionData"]> {
  return Object.fromEntries(Object.entries(inspection).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function objectOf(text: string | undefined, member: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  const json = readJson(text);
  const value: Json | undefined = "value" in json ? json.value : undefined;
  if (!isObject(value)) throw validationException(`'${member}' must be a JSON object`);
  return value;
}
