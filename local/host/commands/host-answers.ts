import { isObject, type Json } from "../../json.ts";
import { ensureHost, type HostClient } from "../process/host-client.ts";
import type { OutputsAnswer } from "../process/protocol.ts";
import type { StackFolder } from "../state/stack-folder.ts";

/** The stack's outputs, which only its host knows: nothing secret is written down for it. */
export async function outputsOf(stack: StackFolder, project: string): Promise<OutputsAnswer> {
  if (stack.read().resourceCount === 0) return {};
  const host = await ensureHost(stack, project);
  const answer = await host.ask({ kind: "outputs" });
  return isObject(answer) ? (answer as unknown as OutputsAnswer) : {};
}

/** The stack's resources as in a checkpoint. */
export async function resourcesOf(host: HostClient): Promise<readonly Json[]> {
  const answer = await host.ask({ kind: "resources" });
  return Array.isArray(answer) ? answer : [];
}
