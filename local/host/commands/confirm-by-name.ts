import { EXIT, Refusal } from "../refusal.ts";
import type { Arguments } from "./arguments.ts";
import type { CommandContext } from "./command.ts";

/**
 * Has the stack's name typed for what cannot be undone, unless the command line says yes.
 *
 * @param what it is that cannot be undone, in a sentence.
 * @throws Refusal when nobody is there to type it, or something else was typed.
 */
export async function confirmByName(
  { terminal }: CommandContext,
  args: Arguments,
  name: string,
  what: string,
): Promise<void> {
  if (args.flag("yes")) return;
  if (terminal.ask === undefined || args.flag("non-interactive")) {
    throw new Refusal("non-interactive mode requires --yes flag", EXIT.usage);
  }
  const typed = await terminal.ask(
    `${what}\nPlease confirm that this is what you'd like to do by typing \`${name}\`: `,
  );
  if (typed.trim() !== name) throw new Refusal("confirmation declined", EXIT.cancelled);
}
