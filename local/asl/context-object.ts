import type { Json, JsonObject } from "../json.ts";
import type { Chain } from "./chain.ts";
import type { ExecutionIdentity } from "./execution.ts";
import { formatTimestamp } from "./timestamps.ts";

/** The item of a Map that a chain works on. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
  /** Where the items are an object's members. */
  readonly key?: string;
}

/** The parts of the Context Object that stay the same throughout an execution. */
export function executionContext(
  identity: ExecutionIdentity,
  input: Json,
): { readonly Execution: JsonObject; readonly StateMachine: JsonObject } {
  return {
    Execution: {
      Id: identity.executionArn,
      Input: input,
      Name: identity.name,
      RoleArn: identity.roleArn,
      StartTime: formatTimestamp(identity.startTime),
      RedriveCount: identity.redriveCount,
      ...(identity.redriveTime === undefined ? {} : { RedriveTime: formatTimestamp(identity.redriveTime) }),
    },
    StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
  };
}

/**
 * `$$` in JSONPath, `$states.context` in JSONata, as it stands at this moment (DG/input-output-contextobject).
 * Built only when an expression reads it.
 *
 * @param item the Map's item an ItemSelector is about; otherwise that of the innermost iteration.
 */
export function contextObject(chain: Chain, item: MapItem | undefined = innermostItem(chain)): JsonObject {
  const { Execution, StateMachine } = chain.run.context;
  const token = chain.visit?.task?.token;
  return {
    Execution,
    State: {
      EnteredTime: formatTimestamp(chain.enteredTime),
      Name: chain.state.name,
      RetryCount: chain.visit?.retries ?? 0,
    },
    StateMachine,
    ...(token === undefined || token === "" ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: itemContext(item) } }),
  };
}

function innermostItem(chain: Chain): MapItem | undefined {
  for (let around: Chain | undefined = chain; around !== undefined; around = around.parent) {
    if (around.item !== undefined) return around.item;
  }
  return undefined;
}

/** The items of both modes come from the state's data here: `Source` names the object only of items that Amazon S3 has. */
function itemContext({ index, value, key }: MapItem): JsonObject {
  return { Index: index, ...(key === undefined ? {} : { Key: key }), Value: value, Source: "STATE_DATA" };
}
