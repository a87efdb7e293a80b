import { TIMESTAMPS } from "../aws/timestamps.ts";
import { javaDouble } from "../java-number.ts";

/**
 * Makes the numbers of a service's timestamps in a JSON text what AWS's Java writes, `1.680118019525E9`. Answers of Step
 * Functions and DynamoDB that HTTP APIs hand on untouched show it.
 *
 * @returns undefined for services without such members.
 */
export function javaDates(service: string): ((text: string) => string) | undefined {
  const names = TIMESTAMPS[service];
  if (names === undefined) return undefined;
  // A member's name cannot stand so inside of a text: there the quotation mark behind it has a backslash before it.
  const member = new RegExp(`("(?:${[...names].join("|")})":)(-?[\\d.]+(?:e[-+]?\\d+)?)`, "g");
  return (text) => text.replace(member, (_found, name: string, seconds: string) => name + javaDouble(Number(seconds)));
}
