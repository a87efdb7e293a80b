import { COMMON, type Options } from "./arguments.ts";
import type { Command } from "./command.ts";

/** `pulumi --help` */
export function usageOfAll(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => `  pulumi ${name}\n`);
  return `The embedded engine answers these commands of the Pulumi CLI:\n\n${names.join("")}\nEach says its options with --help.\n`;
}

/** `pulumi COMMAND --help` */
export function usageOf({ name, options }: Command): string {
  return `Usage:\n  pulumi ${name} [options]\n\nOptions:\n${linesOf(options)}\nOptions of every command:\n${linesOf(COMMON)}`;
}

function linesOf(options: Options): string {
  return Object.entries(options)
    .map(([name, { type, short }]) => {
      const value = type === "string" ? " VALUE" : "";
      return `  ${short === undefined ? "    " : `-${short}, `}--${name}${value}\n`;
    })
    .join("");
}
