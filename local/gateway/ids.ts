import type { Clock } from "../clock/clock.ts";
import type { Ids } from "../ids.ts";

const LENGTH = 11;
/** Where the kind of an id stands, and where the bytes begin that a message shares with its connection. */
const KIND_AT = 8;
const MESSAGE_KIND = 0x02;
const REQUEST_KIND = 0x05;
/** The leading bytes grow with time: 36 bits of milliseconds, then 28 random ones. */
const TIME_RANGE = 2 ** 36;

/**
 * Ids shaped as API Gateway's: 11 bytes in URL-safe base64 with one `=`, a kind in the ninth, as those in published
 * events and logs.
 */
export class GatewayIds {
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  connectionId(): string {
    return encode(this.#raw(MESSAGE_KIND));
  }

  /** An id of a message, whose last three bytes are its connection's. */
  messageId(connectionId: string): string {
    const raw = this.#raw(MESSAGE_KIND);
    Buffer.from(connectionId, "base64url").copy(raw, KIND_AT, KIND_AT);
    return encode(raw);
  }

  requestId(): string {
    return encode(this.#raw(REQUEST_KIND));
  }

  #raw(kind: number): Buffer {
    const raw = Buffer.from(this.#ids.bytes(LENGTH));
    const time = this.#clock.now() % TIME_RANGE;
    raw.writeUInt32BE(Math.floor(time / 16), 0);
    raw[4] = ((time % 16) << 4) | ((raw[4] ?? 0) & 0x0f);
    raw[KIND_AT] = kind;
    return raw;
  }
}

function encode(raw: Buffer): string {
  return raw.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** Whether a text has the shape of a connection id; others get 400 instead of 410. */
export function isConnectionId(text: string): boolean {
  return /^[A-Za-z0-9_-]{15}=$/.test(text);
}
