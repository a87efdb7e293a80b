import { isObject, type Json } from "../../json.ts";
import { ensureHost } from "../process/host-client.ts";
import type { OutputsAnswer } from "../process/protocol.ts";
import { isEmpty, type StackFolder } from "../state/stack-folder.ts";

// What only a stack's host knows. None is started for a stack that has no resources.

/** The stack's outputs: nothing secret is written down for it. */
export async function outputsOf(stack: StackFolder, project: string): Promise<OutputsAnswer> {
  if (isEmpty(stack.read())) return {};
  const host = await ensureHost(stack, project);
  const answer = await host.ask({ kind: "outputs" });
  return isObject(answer) ? (answer as unknown as OutputsAnswer) : {};
}

/** The stack's resources as in a checkpoint. */
export async function resourcesOf(stack: StackFolder, project: string): Promise<readonly Json[]> {
  if (isEmpty(stack.read())) return [];
  const host = await ensureHost(stack, project);
  const answer = await host.ask({ kind: "resources" });
  return Array.isArray(answer) ? answer : [];
}

/** How many resources there are, be it that the end of the last operation was not recorded. */
export async function resourceCountOf(stack: StackFolder, project: string): Promise<number> {
  const { resourceCount, unsettled } = stack.read();
  return unsettled === true ? (await resourcesOf(stack, project)).length : resourceCount;
}
