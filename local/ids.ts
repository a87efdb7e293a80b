import { randomBytes, randomFillSync, randomUUID } from "node:crypto";

/** The only source of randomness of the runtime. */
export interface Ids {
  /** A random UUID, as AWS uses for request ids, executions and messages. */
  uuid(): string;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1), for jitter and for functions that answer at random. */
  random(): number;
  /** `length` characters drawn from `alphabet`. */
  text(length: number, alphabet: string): string;
}

/** The alphabet of API ids, integration ids and the like. */
export const LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
/** The alphabet of API keys' values and of the ends of secrets' names. */
export const ALPHANUMERIC = `${LOWER_ALPHANUMERIC}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
/** The alphabet of IAM's unique ids and access key ids. */
export const UPPER_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** How much randomness is fetched at a time, in bytes: asking the system costs as much as handling a frame. */
const RESERVE = 4096;

/** Ids from the machine's cryptographic randomness. */
export function randomIds(): Ids {
  return ids(reservedBytes(), randomUUID);
}

function reservedBytes(): Ids["bytes"] {
  const reserve = new Uint8Array(RESERVE);
  let used = RESERVE;
  return (length) => {
    if (length > RESERVE) return randomBytes(length);
    if (used + length > RESERVE) {
      randomFillSync(reserve);
      used = 0;
    }
    used += length;
    return reserve.slice(used - length, used);
  };
}

/** The same ids on every run, for tests that compare them. */
export function seededIds(seed = 1): Ids {
  let state = seed >>> 0;
  const byte = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, byte);
  const uuid = (): string => {
    const raw = bytes(16);
    raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40;
    raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
    const hex = Buffer.from(raw).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
  return ids(bytes, uuid);
}

function ids(bytes: (length: number) => Uint8Array, uuid: () => string): Ids {
  return {
    uuid,
    bytes,
    random: () => Buffer.from(bytes(4)).readUInt32BE() / 2 ** 32,
    text: (length, alphabet) => Array.from(bytes(length), (byte) => alphabet[byte % alphabet.length]).join(""),
  };
}
