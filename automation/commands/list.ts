import { EXIT } from "../exit-codes.ts";
import { isExpired, lifetimeOf, shortSpan } from "../lifetime.ts";
import { withCommonOptions } from "../options.ts";
import { type CommonOptions, RunContext } from "../run-context.ts";
import { table } from "../table.ts";
import type { AddVerb } from "./verb.ts";

/** `list`: whose stacks there are, how old, and until when. */
export const addList: AddVerb = (program, surface, end) => {
  withCommonOptions(program.command("list"))
    .description("list the stacks with age, owner and expiry")
    .action(async (options: CommonOptions) => {
      const context = await RunContext.open(surface, options);
      const now = surface.now();
      const rows = (await context.stacks.list()).map(({ name, tags, resourceCount = 0, trouble }) => {
        const lifetime = lifetimeOf(tags);
        if (lifetime === undefined) return { name, resources: resourceCount, ...(trouble && { trouble }) };
        const { owner, branch, commit, created, expires } = lifetime;
        return {
          name,
          resources: resourceCount,
          owner,
          branch,
          commit,
          created,
          expires,
          expired: isExpired(lifetime, now),
        };
      });
      const cells = rows.map(({ name, resources, owner = "-", branch = "-", created, expires, expired }) => [
        name,
        String(resources),
        created === undefined ? "-" : shortSpan(now.getTime() - created.getTime()),
        owner,
        branch,
        expires === undefined ? "never" : expired === true ? "expired" : shortSpan(expires.getTime() - now.getTime()),
      ]);
      const heading = ["STACK", "RESOURCES", "AGE", "OWNER", "BRANCH", "EXPIRES IN"];
      context.answer({ stacks: rows }, cells.length === 0 ? "There are no stacks.\n" : table([heading, ...cells]));
      end(EXIT.success);
    });
};
