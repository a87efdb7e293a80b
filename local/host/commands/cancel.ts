import { rmSync } from "node:fs";
import { runningHost } from "../process/host-client.ts";
import { EXIT } from "../refusal.ts";
import { isStale, readHolder } from "../state/lock.ts";
import type { Command } from "./command.ts";

/** `pulumi cancel`: ends what is under way; a lock whose process has died is removed. */
export const CANCEL: Command = {
  name: "cancel",
  words: 1,
  options: {},
  run: async (context, args) => {
    const stack = context.stack(args, args.positionals[0]);
    await runningHost(stack)
      ?.ask({ kind: "cancel" })
      .catch(() => undefined);
    const holder = readHolder(stack.lockFile);
    // One that lives releases its lock when the host has told it that the operation has ended.
    if (holder !== undefined && isStale(holder)) rmSync(stack.lockFile, { force: true });
    context.terminal.error(`The currently running update for '${stack.name}' has been canceled!\n`);
    return EXIT.success;
  },
};
