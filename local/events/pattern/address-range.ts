import { BlockList, isIP } from "node:net";
import { PatternError } from "./invalid-pattern.ts";
import { type Matcher, ofText } from "./matcher.ts";

/**
 * The addresses of a CIDR block. The range begins at the address as it is written, whatever the mask says, and a block
 * of one address is refused (event-ruler, `CIDR`).
 *
 * @throws PatternError without a place, as event-ruler reports it.
 */
export function cidr(block: string): Matcher {
  const parts = block.split("/");
  // Java's split drops what is empty at the end.
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  const [address = "", mask = ""] = parts;
  if (parts.length !== 2) throw refusal("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw refusal("Malformed CIDR, mask bits must be an integer");
  const bits = Number(mask);
  if (bits < 0) throw refusal("Malformed CIDR, mask bits must not be negative");
  if (!/^(?:\d+\.\d+\.\d+\.\d+|[\da-fA-F:]*:[\da-fA-F:]*)$/.test(address)) {
    throw refusal(`Nonstandard IP address: ${address}`);
  }
  const family = isIP(address);
  if (family === 0) throw refusal(`Invalid IP address: ${address}`);
  const size = family === 4 ? 32 : 128;
  if (bits >= size) throw refusal(`IPv${family} mask bits must be < ${size}`);
  const type = family === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addRange(address, lastOf(address, bits), type);
  return ofText(`cidr ${block}`, (text) => isIP(text) === family && range.check(text, type));
}

function refusal(message: string): PatternError {
  return new PatternError(message, undefined);
}

/** The last address of the block: every bit behind the mask is set. */
function lastOf(address: string, bits: number): string {
  const groups = address.includes(":") ? groupsOf(address) : address.split(".").map(Number);
  const width = groups.length === 4 ? 8 : 16;
  const last = groups.map((group, index) => {
    const free = Math.min(width, Math.max(0, (index + 1) * width - bits));
    return group | (2 ** free - 1);
  });
  return width === 8 ? last.join(".") : last.map((group) => group.toString(16)).join(":");
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = address.split("::");
  const read = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const before = read(head);
  const after = read(tail ?? "");
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
