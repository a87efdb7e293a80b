import type { ListExecutionsCommandInput, ListExecutionsCommandOutput } from "@aws-sdk/client-sfn";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { parseArn } from "../arn.ts";
import { type Constraints, checkConstraints } from "../constraints.ts";
import { resourceNotFound, stateMachineTypeNotSupported, validationException } from "../errors.ts";
import { type ExecutionRecord, shownStatus } from "../execution-record.ts";
import { pageOf } from "../pages.ts";
import { permission } from "../permission.ts";
import { PAGE_SIZE } from "../shapes.ts";
import type { StepFunctions } from "../step-functions.ts";

type Input = Wire<ListExecutionsCommandInput>;
type Output = Wire<ListExecutionsCommandOutput>;

const CONSTRAINTS: Constraints = {
  stateMachineArn: { type: "string", min: 1, max: 256 },
  statusFilter: {
    type: "string",
    values: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"],
  },
  maxResults: PAGE_SIZE,
  nextToken: { type: "string", min: 1, max: 3096 },
  mapRunArn: { type: "string", min: 1, max: 2000 },
  redriveFilter: { type: "string", values: ["REDRIVEN", "NOT_REDRIVEN"] },
};

/** Lists the executions of a state machine, a version, an alias or a Map Run, the newest first. */
export const listExecutions: Operation<StepFunctions, Input, Output> = {
  name: "ListExecutions",
  permissions: (input) => permission("ListExecutions", input.stateMachineArn ?? input.mapRunArn),
  run: (input, _call, state) => {
    checkConstraints(input, CONSTRAINTS);
    if ((input.stateMachineArn === undefined) === (input.mapRunArn === undefined)) {
      throw validationException("Must provide either a state machine ARN or a Map Run ARN, but not both");
    }
    if (input.statusFilter === "PENDING_REDRIVE" && input.mapRunArn === undefined) {
      throw validationException("The status filter PENDING_REDRIVE can only be used with a Map Run ARN");
    }
    const candidates =
      input.mapRunArn === undefined
        ? ofStateMachine(input.stateMachineArn ?? "", state)
        : ofMapRun(input.mapRunArn, state);
    const { statusFilter, redriveFilter } = input;
    const matching = candidates.filter(
      (record) =>
        (statusFilter === undefined || shownStatus(record, state.mapRuns) === statusFilter) &&
        (redriveFilter === undefined || record.redriveCount > 0 === (redriveFilter === "REDRIVEN")),
    );
    const { maxResults: _size, nextToken: _token, ...query } = input;
    const page = pageOf(matching, input, JSON.stringify(query), state.environment.clock.now());
    return {
      executions: page.items.map((record) => itemOf(record, input.mapRunArn !== undefined, state)),
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    };
  },
};

function ofStateMachine(arn: string, state: StepFunctions): ExecutionRecord[] {
  const { machine, version, alias } = state.machines.lookUp(arn);
  if (machine.type === "EXPRESS") throw stateMachineTypeNotSupported();
  const all = state.store.newestFirst(machine.name);
  if (version !== undefined) return all.filter((record) => record.target.versionArn === version.arn);
  return alias === undefined ? all : all.filter((record) => record.target.aliasArn === alias.arn);
}

function ofMapRun(arn: string, state: StepFunctions): ExecutionRecord[] {
  const { name, label } = parseArn(arn, "mapRun");
  if (!state.mapRuns.has(arn)) throw resourceNotFound(arn);
  return state.store.newestFirst(`${name}/${label}`).filter((record) => record.child?.mapRunArn === arn);
}

function itemOf(
  record: ExecutionRecord,
  ofRun: boolean,
  state: StepFunctions,
): NonNullable<Output["executions"]>[number] {
  const { target, child } = record;
  return {
    executionArn: record.arn,
    ...(ofRun && child !== undefined ? { itemCount: child.itemCount, mapRunArn: child.mapRunArn } : {}),
    name: record.name,
    redriveCount: record.redriveCount,
    ...(record.redriveDate === undefined ? {} : { redriveDate: record.redriveDate / 1000 }),
    startDate: record.startDate / 1000,
    ...(target.aliasArn === undefined ? {} : { stateMachineAliasArn: target.aliasArn }),
    stateMachineArn: target.stateMachineArn,
    ...(target.versionArn === undefined ? {} : { stateMachineVersionArn: target.versionArn }),
    status: shownStatus(record, state.mapRuns),
    ...(record.stopDate === undefined ? {} : { stopDate: record.stopDate / 1000 }),
  };
}
