import { Failure } from "./failures.ts";
import { lifetimeOf } from "./lifetime.ts";
import type { Stack } from "./stack.ts";
import { isEphemeralName } from "./stack-name.ts";

/**
 * Keeps this automation away from stacks that were not made to go again, such as a production that `--stack` names: it would
 * give them an expiry, and take them with it.
 *
 * @throws Failure for a stack with resources that neither its name nor its tags call ephemeral.
 */
export async function refuseOthers(stack: Stack): Promise<void> {
  if (stack.isNew || isEphemeralName(stack.name) || lifetimeOf(await stack.tags()) !== undefined) return;
  if ((await stack.resourceTypes()).length === 0) return;
  throw new Failure(
    `${stack.name} is no ephemeral stack: it has resources, and nothing says that they may go. ` +
      `\`pulumi up\` and \`pulumi destroy --stack ${stack.name}\` are for such stacks.`,
  );
}
