import { destroyStack } from "../destroy-stack.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { failureOf } from "../failures.ts";
import { dollars, idleCostPerDay, PRICES_OF } from "../idle-cost.ts";
import { shortSpan } from "../lifetime.ts";
import { withCommonOptions } from "../options.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import { type Ephemeral, planSweep, type SweepPlan } from "../sweep.ts";
import { table } from "../table.ts";
import type { AddVerb } from "./verb.ts";

/** How long an empty stack is watched before it goes, in milliseconds: its run may be about to say whose it is. */
const SECOND_LOOK = 10_000;

/** `sweep`: what is past its expiry goes; what crashed runs left is found. */
export const addSweep: AddVerb = (program, surface, end) => {
  withCommonOptions(program.command("sweep"))
    .description("destroy stacks past their expiry, and find what crashed runs left")
    .option("--dry-run", "show what would go, with age and cost per day, and touch nothing")
    .action(async (options: CommonOptions & { readonly dryRun?: boolean }) => {
      const context = await RunContext.open(surface, options);
      end(options.dryRun === true ? await show(context) : await sweep(context));
    });
};

async function show(context: RunContext): Promise<ExitCode> {
  const { stacks, surface } = context;
  const plan = planSweep(await stacks.list(), await stacks.taggedResources(), surface.now());
  const strays = await stacks.strays(true);
  const expired = await Promise.all(plan.expired.map((each) => priced(each, context)));
  const rows = expired.map(({ name, owner, age, perDay }) => [name, owner, age, `${dollars(perDay)} a day`, "expired"]);
  const others = [...plan.empty, ...plan.unowned, ...plan.unreadable].map(({ name, resourceCount = 0, trouble }) => [
    name,
    "-",
    "-",
    "-",
    trouble ?? (resourceCount === 0 ? "empty" : "has resources, and no expiry"),
  ]);
  const text =
    rows.length + others.length === 0 ? "" : table([["STACK", "OWNER", "AGE", "IDLE COST", "WHY"], ...rows, ...others]);
  context.answer(
    {
      expired,
      empty: namesOf(plan.empty),
      unowned: namesOf(plan.unowned),
      unreadable: namesOf(plan.unreadable),
      orphans: Object.fromEntries(plan.orphans),
      strays,
    },
    `${text}${leftovers(plan, strays)}${rows.length > 0 ? `Costs without any use, prices of ${PRICES_OF}.\n` : ""}` ||
      "There is nothing to sweep.\n",
  );
  return EXIT.success;
}

async function sweep(context: RunContext): Promise<ExitCode> {
  const { stacks, surface, progress } = context;
  const plan = planSweep(await stacks.list(), await stacks.taggedResources(), surface.now());
  const failures = plan.unreadable.map(({ name, trouble }) => `The stack ${name} cannot be read: ${trouble}`);
  const gone: string[] = [];
  const destroy = async (name: string): Promise<void> => {
    try {
      await destroyStack({
        stacks,
        name,
        progress,
        lastResort: context.destroyCommand(name),
        needsRepair: true,
        endsOthers: true,
      });
      gone.push(name);
    } catch (error) {
      failures.push(failureOf(error, EXIT.cleanup).message);
    }
  };
  for (const { stack } of plan.expired) await destroy(stack.name);
  for (const name of await stillEmpty(plan, context)) await destroy(name);
  const strays = await stacks.strays(false);
  for (const failure of failures) surface.error(`${failure}\n`);
  context.answer(
    { gone, failures, unowned: namesOf(plan.unowned), orphans: Object.fromEntries(plan.orphans), strays },
    `${gone.length === 0 ? "Nothing had expired.\n" : `Gone: ${gone.join(", ")}\n`}${leftovers(plan, strays)}`,
  );
  return failures.length > 0 || plan.orphans.size > 0 || plan.unowned.length > 0 ? EXIT.cleanup : EXIT.success;
}

/** Those that nobody has claimed in a while. */
async function stillEmpty(before: SweepPlan, { stacks, surface }: RunContext): Promise<readonly string[]> {
  if (before.empty.length === 0) return [];
  await surface.pause(SECOND_LOOK);
  const now = new Set(namesOf(planSweep(await stacks.list(), new Map(), surface.now()).empty));
  return namesOf(before.empty).filter((name) => now.has(name));
}

async function priced(
  { stack, lifetime }: Ephemeral,
  { stacks, surface }: RunContext,
): Promise<{ name: string; owner: string; age: string; perDay: number }> {
  const opened = await stacks.find(stack.name);
  const perDay = idleCostPerDay((await opened?.resourceTypes().catch(() => [])) ?? []);
  const age = shortSpan(surface.now().getTime() - lifetime.created.getTime());
  return { name: stack.name, owner: lifetime.owner, age, perDay };
}

function leftovers({ orphans, unowned }: SweepPlan, strays: readonly string[]): string {
  const lost = [...orphans].map(
    ([name, arns]) =>
      `Tagged for the stack ${name}, which is not there; delete by hand:\n${arns.map((arn) => `  ${arn}\n`).join("")}`,
  );
  const silent = unowned.map(
    ({ name }) => `${name} has resources and no expiry: destroy it, or leave it if it is somebody's.\n`,
  );
  const processes = strays.map((name) => `Left of the local stack ${name}: its process and files.\n`);
  const roles =
    lost.length === 0 ? [] : ["IAM roles cannot be found by their tags: look for those whose names begin alike.\n"];
  return [...lost, ...roles, ...silent, ...processes].join("");
}

function namesOf(stacks: readonly { readonly name: string }[]): readonly string[] {
  return stacks.map(({ name }) => name);
}
