import { JavaException } from "./java-exception.ts";
import type { Value } from "./values.ts";

/**
 * A method without parameters. Velocity 1.7 takes it for one that fits any arguments, and Java then refuses the call: that
 * ends the template, where an unknown method only prints nothing.
 */
export function none<T>(run: (owner: T) => Value): (owner: T, args: readonly Value[]) => Value {
  return (owner, args) => {
    if (args.length > 0) throw new JavaException("java.lang.IllegalArgumentException: wrong number of arguments");
    return run(owner);
  };
}
