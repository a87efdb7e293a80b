import type { Credentials, RoleSession } from "../aws/aws.ts";
import { type Ids, UPPER_ALPHANUMERIC } from "../ids.ts";

/** The oldest keys are forgotten beyond this many, so that a client that assumes roles in a loop costs no memory. */
const MOST_SESSIONS = 10_000;
const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The access keys that were given to sessions of roles. */
export class Sessions {
  readonly #ids: Ids;
  readonly #sessions = new Map<string, RoleSession>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  issue(session: RoleSession): Credentials {
    const accessKeyId = `ASIA${this.#ids.text(16, UPPER_ALPHANUMERIC)}`;
    this.#sessions.set(accessKeyId, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return {
      accessKeyId,
      secretAccessKey: this.#ids.text(40, SECRET_ALPHABET),
      sessionToken: Buffer.from(this.#ids.bytes(192)).toString("base64"),
    };
  }

  resolve(accessKeyId: string): RoleSession | undefined {
    return this.#sessions.get(accessKeyId);
  }
}
