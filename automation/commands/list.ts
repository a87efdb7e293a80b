import { EXIT } from "../exit-codes.ts";
import { isExpired, type Lifetime, lifetimeOf, shortSpan } from "../lifetime.ts";
import { withCommonOptions } from "../options.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import type { StackSummary } from "../stack.ts";
import { table } from "../table.ts";
import type { AddVerb } from "./verb.ts";

/** `list`: whose stacks there are, how old, and until when. */
export const addList: AddVerb = (program, surface, end) => {
  withCommonOptions(program.command("list"))
    .description("list the stacks with age, owner and expiry")
    .action(async (options: CommonOptions) => {
      const context = await RunContext.open(surface, options);
      const now = surface.now();
      const rows = (await context.stacks.list()).map((stack) => rowOf(stack, now));
      const heading = ["STACK", "RESOURCES", "AGE", "OWNER", "BRANCH", "EXPIRES IN"];
      context.answer(
        { stacks: rows },
        rows.length === 0
          ? "There are no stacks.\n"
          : `${table([heading, ...rows.map((row) => cellsOf(row, now))])}${rows.map(unread).join("")}`,
      );
      end(EXIT.success);
    });
};

interface Row extends Partial<Lifetime> {
  readonly name: string;
  readonly resources?: number;
  readonly expired?: boolean;
  /** Why nothing else is known. */
  readonly trouble?: string;
}

function rowOf({ name, tags, resourceCount: resources = 0, trouble }: StackSummary, now: Date): Row {
  if (trouble !== undefined) return { name, trouble };
  const lifetime = lifetimeOf(tags);
  if (lifetime === undefined) return { name, resources };
  const { owner, branch, commit, created, expires } = lifetime;
  return { name, resources, owner, branch, commit, created, expires, expired: isExpired(lifetime, now) };
}

function cellsOf(row: Row, now: Date): readonly string[] {
  const { name, resources, owner = "-", branch = "-", created } = row;
  const age = created === undefined ? "-" : shortSpan(now.getTime() - created.getTime());
  return [name, String(resources ?? "?"), age, owner, branch, expiryOf(row, now)];
}

function expiryOf({ expires, expired, trouble }: Row, now: Date): string {
  if (trouble !== undefined) return "?";
  if (expires === undefined) return "never";
  return expired === true ? "expired" : shortSpan(expires.getTime() - now.getTime());
}

function unread({ name, trouble }: Row): string {
  return trouble === undefined ? "" : `The stack ${name} cannot be read: ${trouble}\n`;
}
