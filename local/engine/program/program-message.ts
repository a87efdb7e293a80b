import { stripVTControlCharacters } from "node:util";

/** Frames of a stack trace that are not the program's own: those of Node.js and of packages. */
const FOREIGN_FRAME = /^\s+at .*(?:node:|[\\/]node_modules[\\/]|<anonymous>\)?$)/;
/** The promise that was rejected, as Node.js shows it after the error. */
const PROMISE = / \{\n\s+promise: Promise \{[^\n]*\}\n\}$/;
/** What Node.js shows of its own errors after their trace, all of which their message has said. */
const NODE_MEMBERS = /(\n\s+at [^\n]*) \{\n(?: {2}(?:code|dest|errno|path|syscall|url): [^\n]*\n)+\}$/;
/** What the SDK puts around a failure: a heading, a mark of circularity, the way to a value, the promise that was rejected. */
const WRAPPINGS = [
  /^Running program '.*' failed with an unhandled exception:\n/,
  /^<ref \*\d+> /,
  /^(?:Error: )?(?:error serializing property "[^"]*": )+/,
  PROMISE,
];

/** What the SDK says of an option or function for which it has not been told that the engine has it. */
const UNSUPPORTED = /The Pulumi CLI does not support (.+?)\. Please update the Pulumi CLI\.?/g;

/**
 * What a program's failure says to the person who wrote it: the message and the places in the program, in plain text,
 * without the frames of Pulumi's SDK and Node.js.
 */
export function programMessage(message: string): string {
  const bare = WRAPPINGS.reduce((text, wrapping) => text.replace(wrapping, ""), stripVTControlCharacters(message));
  return bare
    .replace(NODE_MEMBERS, "$1")
    .split("\n")
    .filter((line) => !FOREIGN_FRAME.test(line))
    .join("\n")
    .replace(PROMISE, "")
    .replace(UNSUPPORTED, "the local runtime does not serve $1: leave them to deployments by the Pulumi CLI")
    .trim();
}
