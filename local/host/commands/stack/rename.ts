import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ensureHost, stopHost } from "../../process/host-client.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { refused } from "../../state/json-file.ts";
import { takeLock } from "../../state/lock.ts";
import { isEmpty, type StackFolder } from "../../state/stack-folder.ts";
import type { Command } from "../command.ts";

/** `pulumi stack rename NEW`: the URNs of its resources follow; what they are on the endpoint stays. */
export const RENAME: Command = {
  name: "stack rename",
  words: 1,
  options: { "config-file": { type: "string" }, debug: { type: "boolean" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const { project, state, terminal } = context;
    const to = state.place(args.positional(0, "the stack's new name"));
    if (to.exists()) throw new Refusal(`stack '${to.name}' already exists`);
    const wasSelected = state.selected === stack.name;
    const startTime = new Date().toISOString();
    const lock = takeLock(stack.lockFile, `stack rename --stack ${stack.name} ${to.name}`);
    try {
      // Until the folder has the new name, the stack has the old one.
      if (!isEmpty(stack.read())) await (await ensureHost(stack, project)).ask({ kind: "rename", to: to.name });
      await stopHost(stack);
      move(stack.directory, to.directory);
    } catch (error) {
      lock.release();
      throw error;
    }
    takeOver(to, startTime);
    const file = (name: string): string => join(project, `Pulumi.${name}.yaml`);
    if (existsSync(file(stack.name)) && !existsSync(file(to.name))) move(file(stack.name), file(to.name));
    if (wasSelected) state.select(to.name);
    terminal.out(`Renamed ${stack.name} to ${to.name}\n`);
    return EXIT.success;
  },
};

/** The lock has moved with the folder. */
function takeOver(to: StackFolder, startTime: string): void {
  const { config, resourceCount } = to.read();
  const endTime = new Date().toISOString();
  to.remember({
    kind: "rename",
    startTime,
    message: "",
    environment: {},
    config,
    result: "succeeded",
    endTime,
    resourceChanges: resourceCount === 0 ? {} : { same: resourceCount },
  });
  to.unlock();
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw refused("rename", from, error);
  }
}
