import { EXIT } from "../refusal.ts";
import { userName } from "../user-name.ts";
import { JSON_OPTION } from "./arguments.ts";
import { type Command, printed } from "./command.ts";
import { CONFIG_COMMANDS } from "./config/config.ts";
import { CANCEL } from "./operations/cancel.ts";
import { IMPORT } from "./operations/import.ts";
import { OPERATION_COMMANDS } from "./operations/operations.ts";
import { PLUGIN_COMMANDS } from "./plugin.ts";
import { EDIT_STATE_COMMANDS } from "./stack/edit-state.ts";
import { STACK_COMMANDS } from "./stack/stack.ts";
import { TAG_COMMANDS } from "./stack/tag.ts";

const whoAmI: Command = {
  name: "whoami",
  options: JSON_OPTION,
  run: async ({ terminal, state }, args) => {
    const user = userName();
    terminal.out(
      args.flag("json") ? printed({ user, organizations: [], url: `file://${state.directory}` }) : `${user}\n`,
    );
    return EXIT.success;
  },
};

/** Every command line that the executable answers. */
export const COMMANDS: readonly Command[] = [
  ...TAG_COMMANDS,
  ...STACK_COMMANDS,
  ...CONFIG_COMMANDS,
  ...OPERATION_COMMANDS,
  IMPORT,
  ...EDIT_STATE_COMMANDS,
  CANCEL,
  whoAmI,
  ...PLUGIN_COMMANDS,
];
