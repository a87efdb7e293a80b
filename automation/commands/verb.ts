import type { Command } from "commander";
import type { ExitCode } from "../exit-codes.ts";
import type { Surface } from "../run-context.ts";

/** Adds one verb to the command line; `end` takes what the process ends with. */
export type AddVerb = (program: Command, surface: Surface, end: (exitCode: ExitCode) => void) => void;
