import { destroyStack } from "../destroy-stack.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { failureOf } from "../failures.ts";
import { dollars, idleCostPerDay, PRICES_OF, typesOfArns } from "../idle-cost.ts";
import { shortSpan } from "../lifetime.ts";
import { withCommonOptions } from "../options.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import type { StackSummary } from "../stack.ts";
import { planSweep, type SweepPlan } from "../sweep.ts";
import { table } from "../table.ts";
import type { TaggedResource } from "../tagged-resources.ts";
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

/** What there is to do, and why that may not be all. */
interface Survey {
  readonly plan: SweepPlan;
  readonly failures: readonly string[];
  /** What local stacks have left besides; it goes with all that is in it. */
  readonly strays: readonly string[];
}

/** Stacks that have expired go even where nobody may ask for tags. */
async function survey({ stacks, surface }: RunContext): Promise<Survey> {
  const list = await stacks.list();
  const failures = list.flatMap(({ name, trouble }) =>
    trouble === undefined ? [] : [`The stack ${name} cannot be read: ${trouble}`],
  );
  const strays = await stacks.strays(true);
  try {
    const tagged = [...(await stacks.taggedResources())].filter(([name]) => !strays.includes(name));
    return { plan: planSweep(list, new Map(tagged), surface.now()), failures, strays };
  } catch (error) {
    const { message } = failureOf(error, EXIT.cleanup);
    const failure = `Resources without a stack were not looked for (tag:GetResources, with credentials of the account): ${message}`;
    return { plan: planSweep(list, new Map(), surface.now()), failures: [...failures, failure], strays };
  }
}

async function show(context: RunContext): Promise<ExitCode> {
  const { surface } = context;
  const { plan, failures, strays } = await survey(context);
  const silent = [...plan.empty, ...plan.unowned];
  const rows = await Promise.all([
    ...plan.expired.map(({ stack, lifetime: { owner, created } }) => row(stack, owner, created, "expired", context)),
    ...silent.map((stack) => row(stack, "-", stack.lastUpdate, whySilent(stack), context)),
  ]);
  const lost = [...plan.orphans].map(([name, resources]) => lostRow(name, resources, surface.now()));
  const all = [...rows, ...lost];
  const cells = all.map(({ name, owner, age, perDay, why }) => [name, owner, age, `${dollars(perDay)} a day`, why]);
  const text = cells.length === 0 ? "" : table([["STACK", "OWNER", "AGE", "IDLE COST", "WHY"], ...cells]);
  const prices = all.length > 0 ? `Costs without any use, prices of ${PRICES_OF}.\n` : "";
  for (const failure of failures) surface.error(`${failure}\n`);
  context.answer(
    {
      expired: rows.slice(0, plan.expired.length),
      empty: namesOf(plan.empty),
      unowned: namesOf(plan.unowned),
      orphans: arnsOf(plan),
      lost,
      strays,
      failures,
    },
    `${text}${leftovers(plan, strays)}${prices}` || "There is nothing to sweep.\n",
  );
  return failures.length > 0 ? EXIT.other : EXIT.success;
}

async function sweep(context: RunContext): Promise<ExitCode> {
  const { stacks, surface, progress } = context;
  const { plan, failures: before } = await survey(context);
  const failures = [...before];
  const gone: string[] = [];
  const destroy = async (name: string): Promise<void> => {
    try {
      await destroyStack({
        stacks,
        name,
        progress,
        lastResort: `${context.destroyCommand(name)} --cancel`,
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
  const strays = await stacks.strays(false).catch((error: unknown) => {
    failures.push(failureOf(error, EXIT.cleanup).message);
    return [];
  });
  for (const failure of failures) surface.error(`${failure}\n`);
  context.answer(
    { gone, failures, unowned: namesOf(plan.unowned), orphans: arnsOf(plan), strays },
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

/** What `--dry-run` tells of a stack, or of what is left of one. */
interface Row {
  readonly name: string;
  readonly owner: string;
  readonly age: string;
  /** In US dollars. */
  readonly perDay: number;
  readonly why: string;
}

async function row(
  { name, resourceCount = 0 }: StackSummary,
  owner: string,
  since: Date | undefined,
  why: string,
  { stacks, surface }: RunContext,
): Promise<Row> {
  const opened = resourceCount === 0 ? undefined : await stacks.find(name);
  const types = (await opened?.resourceTypes().catch(() => [])) ?? [];
  return { name, owner, age: ageOf(since, surface.now()), perDay: idleCostPerDay(types), why };
}

function lostRow(name: string, resources: readonly TaggedResource[], now: Date): Row {
  const owner = resources.find((each) => each.owner !== undefined)?.owner ?? "-";
  const since = resources.find((each) => each.created !== undefined)?.created;
  const perDay = idleCostPerDay(typesOfArns(resources.map(({ arn }) => arn)));
  return { name, owner, age: ageOf(since, now), perDay, why: `no stack, ${resources.length} tagged resources` };
}

function ageOf(since: Date | undefined, now: Date): string {
  return since === undefined ? "-" : shortSpan(now.getTime() - since.getTime());
}

function whySilent({ resourceCount = 0 }: StackSummary): string {
  return resourceCount === 0 ? "empty" : "has resources, and no expiry";
}

function leftovers({ orphans, unowned }: SweepPlan, strays: readonly string[]): string {
  const lost = [...orphans].map(
    ([name, resources]) =>
      `Tagged for the stack ${name}, which is not there; delete by hand:\n${resources.map(({ arn }) => `  ${arn}\n`).join("")}`,
  );
  const silent = unowned.map(
    ({ name }) => `${name} has resources and no expiry: destroy it, or leave it if it is somebody's.\n`,
  );
  const processes = strays.map((name) => `Left of the local stack ${name}: its process and files.\n`);
  const hints =
    lost.length === 0
      ? []
      : [
          "IAM roles cannot be found by their tags: look for those whose names begin alike.\n",
          "AWS may list what has been deleted for a while, and stacks of other back ends look the same: see before you delete.\n",
        ];
  return [...lost, ...hints, ...silent, ...processes].join("");
}

function arnsOf({ orphans }: SweepPlan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...orphans].map(([name, resources]) => [name, resources.map(({ arn }) => arn)]));
}

function namesOf(stacks: readonly { readonly name: string }[]): readonly string[] {
  return stacks.map(({ name }) => name);
}
