import { EXIT } from "../exit-codes.ts";
import { Failure, failureOf, isLocked } from "../failures.ts";
import { goOn, Interrupted } from "../interruption.ts";
import { withCommonOptions, withDeployOptions, withStack } from "../options.ts";
import { checkOutputs, writeOutputs } from "../outputs-file.ts";
import { refuseOthers } from "../refuse-others.ts";
import { type DeployOptions, RunContext } from "../run-context.ts";
import type { AddVerb } from "./verb.ts";

/** `up`: deploys the stack of this branch, pull request or CI run, and leaves it until it is destroyed or expires. */
export const addUp: AddVerb = (program, surface, end) => {
  withDeployOptions(withCommonOptions(withStack(program.command("up"))))
    .description("deploy a stack, or bring it up to date")
    .option("--outputs <file>", "write the stack's outputs here as JSON")
    .action(async (options: DeployOptions & { readonly outputs?: string }) => {
      if (options.outputs !== undefined) checkOutputs(options.outputs);
      const context = await RunContext.open(surface, options);
      const { progress, stacks, stackName: name } = context;
      const stack = await stacks.open(name);
      await refuseOthers(stack);
      const lifetime = await context.lifetime(options.ttl, stack);
      await stack.tag(context.tags(lifetime));
      await stack.configure(context.configuration(options, lifetime), context.unset(options));
      const { interruption } = surface;
      goOn(interruption);
      progress.stage(`Deploying ${name}`);
      const { forwarded: signal } = interruption;
      const changes = await progress
        .failingWithDiagnostics(() => stack.up({ onEvent: progress.onEvent, signal }))
        .catch((error: unknown) => {
          const { message } = failureOf(error, EXIT.deployment);
          if (isLocked(error)) {
            const line = `${context.destroyCommand(name)} --cancel`;
            throw new Failure(`${message}\nEnding that run and destroying the stack: ${line}`, EXIT.deployment);
          }
          if (interruption.signal.aborted) {
            throw new Interrupted(`Interrupted. What was made is kept: ${context.destroyCommand(name)}`);
          }
          throw new Failure(`${message}\nWhat was made is kept: ${context.destroyCommand(name)}`, EXIT.deployment);
        });
      const outputs = await stack.outputs();
      if (options.outputs !== undefined) writeOutputs(options.outputs, outputs);
      context.answer(
        { stack: name, expires: lifetime.expires, changes, outputs },
        `${name}: ${wording(changes)}; until ${lifetime.expires.toISOString()}\n${lines(outputs)}`,
      );
      end(EXIT.success);
    });
};

function wording(changes: Readonly<Record<string, number>>): string {
  return Object.entries(changes)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(", ");
}

/** Outputs for people. */
export function lines(outputs: Readonly<Record<string, unknown>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}\n`)
    .join("");
}
