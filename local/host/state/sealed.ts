import { isObject, type Json } from "../../json.ts";
import { Refusal } from "../refusal.ts";
import type { SecretKey } from "./secrets.ts";

/** How the protocol, and the state of the CLI, mark a secret (`@pulumi/pulumi/runtime/rpc`, `specialSigKey`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Secrets as a deployment has them: encrypted, or in clear text with `--show-secrets` (`apitype.SecretV1`).
 *
 * @param key encrypts them; undefined leaves them readable.
 */
export function sealed(value: Json, key: SecretKey | undefined): Json {
  return everySecret(value, (secret) => {
    const plaintext = JSON.stringify(secret["value"] ?? null);
    const hidden = key === undefined ? { plaintext } : { ciphertext: key.encrypt(plaintext) };
    return { [SIGNATURE]: SECRET, ...hidden };
  });
}

/**
 * The way back from {@link sealed}.
 *
 * @param key asked for when something is encrypted.
 * @throws Refusal when a secret is neither readable nor encrypted with this key.
 */
export function unsealed(value: Json, key: () => SecretKey): Json {
  return everySecret(value, ({ plaintext, ciphertext, value: bare }) => {
    if (bare !== undefined) return { [SIGNATURE]: SECRET, value: bare };
    const text = typeof plaintext === "string" ? plaintext : key().decrypt(String(ciphertext));
    try {
      return { [SIGNATURE]: SECRET, value: JSON.parse(text) as Json };
    } catch (error) {
      throw new Refusal("a secret of the state is damaged: export it again", undefined, { cause: error });
    }
  });
}

/** Whether there is any secret in it. */
export function holdsSecret(value: Json): boolean {
  let found = false;
  everySecret(value, (secret) => {
    found = true;
    return { ...secret };
  });
  return found;
}

function everySecret(value: Json, map: (secret: Readonly<Record<string, Json | undefined>>) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => everySecret(item, map));
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET) return map(value);
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, everySecret(member, map)]));
}
