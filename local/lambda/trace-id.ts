import type { Environment } from "../module.ts";

/** A trace header for a call that came without one: X-Ray's form, not sampled. */
export function newTraceId({ clock, ids }: Environment): string {
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  const hex = (length: number): string => Buffer.from(ids.bytes(length)).toString("hex");
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
}
