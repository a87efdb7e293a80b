import { destroyStack } from "../destroy-stack.ts";
import { EXIT } from "../exit-codes.ts";
import { withCommonOptions, withStack } from "../options.ts";
import { refuseOthers } from "../refuse-others.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import { isEphemeralName } from "../stack-name.ts";
import type { AddVerb } from "./verb.ts";

/** `destroy`: everything in a stack, and the stack. One that is not there is what was wanted. */
export const addDestroy: AddVerb = (program, surface, end) => {
  withCommonOptions(withStack(program.command("destroy")))
    .description("destroy and remove a stack")
    .option("--cancel", "end another run that is at work on the stack, or died at it")
    .action(async (options: CommonOptions & { readonly cancel?: boolean }) => {
      const context = await RunContext.open(surface, options);
      const { stacks, progress, stackName: name } = context;
      const lastResort = context.destroyCommand(name);
      const { cancel = false } = options;
      const found = isEphemeralName(name) ? undefined : await stacks.find(name);
      if (found !== undefined) await refuseOthers(found);
      const existed = await destroyStack({
        stacks,
        name,
        progress,
        lastResort,
        needsRepair: cancel,
        endsOthers: cancel,
      });
      context.answer({ stack: name, existed }, existed ? `${name} is gone.\n` : `There is no stack ${name}.\n`);
      end(EXIT.success);
    });
};
