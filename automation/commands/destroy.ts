import { destroyStack } from "../destroy-stack.ts";
import { EXIT } from "../exit-codes.ts";
import { withCommonOptions, withStack } from "../options.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import type { AddVerb } from "./verb.ts";

/** `destroy`: everything in a stack, and the stack. One that is not there is what was wanted. */
export const addDestroy: AddVerb = (program, surface, end) => {
  withCommonOptions(withStack(program.command("destroy")))
    .description("destroy and remove a stack")
    .action(async (options: CommonOptions) => {
      const context = await RunContext.open(surface, options);
      const { stacks, progress, stackName: name } = context;
      const existed = await destroyStack({ stacks, name, progress, lastResort: context.destroyCommand(name) });
      context.answer({ stack: name, existed }, existed ? `${name} is gone.\n` : `There is no stack ${name}.\n`);
      end(EXIT.success);
    });
};
