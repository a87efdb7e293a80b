import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failures.ts";
import { withCommonOptions, withStack } from "../options.ts";
import { writeOutputs } from "../outputs-file.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import { lines } from "./up.ts";
import type { AddVerb } from "./verb.ts";

/** `outputs`: where to connect, and the names of things. */
export const addOutputs: AddVerb = (program, surface, end) => {
  withCommonOptions(withStack(program.command("outputs")))
    .description("print a stack's outputs")
    .option("--outputs <file>", "write them here as JSON")
    .action(async (options: CommonOptions & { readonly outputs?: string }) => {
      const context = await RunContext.open(surface, options);
      const stack = await context.stacks.find(context.stackName);
      if (stack === undefined)
        throw new Failure(`There is no stack ${context.stackName}: \`list\` shows those there are.`);
      const outputs = await stack.outputs();
      if (options.outputs !== undefined) writeOutputs(options.outputs, outputs);
      context.answer(outputs, lines(outputs));
      end(EXIT.success);
    });
};
