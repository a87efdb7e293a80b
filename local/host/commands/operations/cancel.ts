import { runningHost } from "../../process/host-client.ts";
import { EXIT } from "../../refusal.ts";
import type { Command } from "../command.ts";
import { confirmByName } from "../confirm-by-name.ts";

/**
 * `pulumi cancel`: ends what is under way and, as the CLI does it with stacks in a folder (`CancelCurrentUpdate`), removes
 * the lock, whoever has it: nobody can tell whether a process on another machine lives.
 */
export const CANCEL: Command = {
  name: "cancel",
  words: 1,
  options: {},
  run: async (context, args) => {
    const stack = context.stack(args, args.positionals[0]);
    const what = `This will irreversibly cancel the currently running update for '${stack.name}'!`;
    await confirmByName(context, args, stack.name, what);
    // Answered when the operation has ended.
    await runningHost(stack)
      ?.ask({ kind: "cancel" })
      .catch(() => undefined);
    stack.unlock();
    context.terminal.error(`The currently running update for '${stack.name}' has been canceled!\n`);
    return EXIT.success;
  },
};
