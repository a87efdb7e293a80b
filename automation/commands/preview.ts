import { EXIT } from "../exit-codes.ts";
import { withCommonOptions, withDeployOptions, withStack } from "../options.ts";
import { refuseOthers } from "../refuse-others.ts";
import { type DeployOptions, RunContext } from "../run-context.ts";
import type { AddVerb } from "./verb.ts";

/** `preview`: what `up` would do. A stack that is made for it goes again. */
export const addPreview: AddVerb = (program, surface, end) => {
  withDeployOptions(withCommonOptions(withStack(program.command("preview"))))
    .description("show what up would do")
    .action(async (options: DeployOptions) => {
      const context = await RunContext.open(surface, options);
      const { progress, stacks, stackName: name } = context;
      const stack = await stacks.open(name);
      const { isNew } = stack;
      await refuseOthers(stack);
      const lifetime = await context.lifetime(options.ttl, stack);
      try {
        if (isNew) await stack.tag(context.tags(lifetime));
        await stack.configure(context.configuration(options, lifetime), context.unset(options));
        progress.stage(`Previewing ${name}`);
        const { forwarded: signal } = surface.interruption;
        const changes = await progress.failingWithDiagnostics(`The preview of ${name}`, () =>
          stack.preview({ onEvent: progress.onEvent, signal }),
        );
        const text = Object.entries(changes).map(([operation, count]) => `${count} to ${operation}`);
        context.answer({ stack: name, changes }, `${name}: ${text.join(", ")}\n`);
      } finally {
        if (isNew) await stack.remove();
      }
      end(EXIT.success);
    });
};
