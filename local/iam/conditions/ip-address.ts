import { BlockList, isIP } from "node:net";
import type { Comparison } from "./comparison.ts";

/** `203.0.113.0/24`, `2001:db8::/32` or a single address. */
export const ipAddress: Comparison = {
  compile: (wanted) => {
    const [address = "", bits] = wanted.split("/");
    const family = familyOf(address);
    if (family === undefined) return () => false;
    const list = new BlockList();
    const prefix = bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits);
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === "ipv4" ? 32 : 128)) return () => false;
    list.addSubnet(address, prefix, family);
    return (value) => {
      const own = familyOf(value);
      return own !== undefined && list.check(value, own);
    };
  },
};

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? "ipv4" : "ipv6";
}
