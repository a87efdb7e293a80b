import { EXIT } from "../exit-codes.ts";
import { Failure, failureOf, isLocked } from "../failures.ts";
import { goOn, Interrupted } from "../interruption.ts";
import { withCommonOptions, withDeployOptions, withStack } from "../options.ts";
import { checkOutputs, writeOutputs } from "../outputs-file.ts";
import { refuseOthers } from "../refuse-others.ts";
import { type DeployOptions, RunContext } from "../run-context.ts";
import type { Stack } from "../stack.ts";
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
        .failingWithDiagnostics(`The deployment of ${name}`, () => stack.up({ onEvent: progress.onEvent, signal }))
        .catch(async (error: unknown) => {
          throw await ended(error, stack, context, options);
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

/** What a deployment that did not succeed leaves, and what to do about it. */
async function ended(
  error: unknown,
  stack: Stack,
  context: RunContext,
  { config }: DeployOptions,
): Promise<Failure | Interrupted> {
  const { surface, stackName: name } = context;
  const { message, lastWords } = failureOf(error, EXIT.deployment);
  const command = context.destroyCommand(name);
  const failure = (aftermath: string): Failure =>
    new Failure(`${message}\n${aftermath}`, EXIT.deployment, { lastWords: `${lastWords}\n${aftermath}` });
  if (isLocked(error)) return failure(`Ending that run and destroying the stack: ${command} --cancel`);
  const isInterrupted = surface.interruption.signal.aborted;
  const aftermath = await aftermathOf(stack, command, Object.keys(config));
  return isInterrupted ? new Interrupted(`Interrupted. ${aftermath}`) : failure(aftermath);
}

async function aftermathOf(stack: Stack, command: string, [given]: readonly string[]): Promise<string> {
  // What cannot be asked may well be there.
  const types = await stack.resourceTypes().catch(() => undefined);
  const isEmpty = types?.every((type) => type === "pulumi:pulumi:Stack") === true;
  const unset = given === undefined || stack.isNew ? "" : `\n--unset ${given} forgets what --config has set.`;
  if (!isEmpty) return `What was made is kept: ${command}${unset}`;
  if (stack.isNew) {
    const isGone = await stack.remove().then(
      () => true,
      () => false,
    );
    return isGone ? "Nothing was made." : `Nothing was made but the stack itself: ${command}`;
  }
  return `Nothing was made.${unset}`;
}

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
