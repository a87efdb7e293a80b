import { testEphemeral } from "../ephemeral.ts";
import { EXIT } from "../exit-codes.ts";
import { span, withCommonOptions, withDeployOptions, withStack } from "../options.ts";
import { checkOutputs, writeOutputs } from "../outputs-file.ts";
import { type DeployOptions, RunContext } from "../run-context.ts";
import { runSuite } from "../suite.ts";
import type { AddVerb } from "./verb.ts";

/** How much faster than real time a local stack under test waits, unless told otherwise: its suite is a matter of seconds. */
const LOCAL_SPEED = 20;

interface TestOptions extends DeployOptions {
  readonly outputs?: string;
  /** In milliseconds. */
  readonly suiteLimit: number;
}

/** `test`: up, the end-to-end suite against the stack's outputs, destroy — always. */
export const addTest: AddVerb = (program, surface, end) => {
  withDeployOptions(withCommonOptions(withStack(program.command("test"))))
    .description("deploy a stack, run the end-to-end suite against it, and destroy it whatever happens")
    .option("--outputs <file>", "write the stack's outputs here as JSON, too")
    .addOption(span("--suite-limit <time>", "how long the suite may take altogether (90m, 1h)", "30m"))
    .action(async (options: TestOptions) => {
      if (options.outputs !== undefined) checkOutputs(options.outputs);
      const context = await RunContext.open(surface, {
        ...options,
        ...(options.local && { speed: options.speed ?? LOCAL_SPEED }),
      });
      const { stacks, progress, ownStackName: name, project } = context;
      const lifetime = await context.lifetime(options.ttl);
      const { exitCode, failures, lastWords } = await testEphemeral({
        stacks,
        name,
        config: context.configuration(options, lifetime),
        unset: context.unset(options),
        tags: context.tags(lifetime),
        progress,
        interruption: surface.interruption,
        lastResort: `${context.destroyCommand(name)} --cancel`,
        suite: (outputs, signal) => {
          if (options.outputs !== undefined) writeOutputs(options.outputs, outputs);
          return runSuite({ directory: project, outputs, signal, limit: options.suiteLimit });
        },
      });
      for (const words of lastWords) surface.error(`${words}\n`);
      context.answer(
        { stack: name, passed: exitCode === EXIT.success, exitCode, failures },
        failures.length > 0
          ? ""
          : `${name} ${exitCode === EXIT.success ? "was tested and" : "was interrupted and"} is gone.\n`,
      );
      end(exitCode);
    });
};
