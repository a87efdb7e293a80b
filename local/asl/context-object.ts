import { isObject, type Json, type JsonObject } from "../json.ts";
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
 * @param selected the Map's item an ItemSelector is about; otherwise it is that of the innermost iteration.
 */
export function contextObject(chain: Chain, selected?: MapItem): JsonObject {
  const { context, pretended } = chain.run;
  const { Execution, StateMachine } = context;
  const token = chain.visit?.task?.token;
  const item = selected ?? innermostItem(chain);
  const own = {
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
  return pretended === undefined ? own : pretend(own, pretended, selected !== undefined);
}

/** The members that are given, as they are given; the item that an ItemSelector is about stays. */
function pretend(own: JsonObject, pretended: JsonObject, keepItem: boolean): JsonObject {
  const shown: Record<string, Json | undefined> = { ...own };
  for (const [name, given] of Object.entries(pretended)) {
    if (name === "Map" && keepItem) continue;
    const member = own[name];
    shown[name] = isObject(member) && isObject(given) ? { ...member, ...given } : given;
  }
  return shown;
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
