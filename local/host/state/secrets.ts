import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { EXIT, Refusal } from "../refusal.ts";

/** What a stack keeps of its passphrase: enough to tell the right one, and nothing to find it by but trying. */
export interface Encryption {
  readonly salt: string;
  /** {@link CHECKED}, encrypted. */
  readonly check: string;
}

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const CHECKED = "websocket-orders";

/**
 * The passphrase, from where the Pulumi CLI takes it as well.
 *
 * @returns undefined when none is given; an empty one is given.
 * @throws Refusal when the file of `PULUMI_CONFIG_PASSPHRASE_FILE` cannot be read.
 */
export function passphraseOf(environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment["PULUMI_CONFIG_PASSPHRASE"];
  if (given !== undefined) return given;
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file === undefined || file === "") return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Refusal(`the passphrase file ${file} cannot be read`, EXIT.usage, { cause: error });
  }
}

/** Starts to encrypt a stack's secrets with a passphrase. */
export function newEncryption(passphrase: string): Encryption {
  const salt = randomBytes(16).toString("base64");
  return { salt, check: new SecretKey(passphrase, salt).encrypt(CHECKED) };
}

/**
 * The key of a stack's secrets.
 *
 * @throws Refusal when there is no passphrase, or the wrong one.
 */
export function unlock(encryption: Encryption | undefined, passphrase: string | undefined): SecretKey {
  if (encryption === undefined) {
    throw new Refusal(
      "the stack was made without a passphrase, so it cannot keep secrets: set PULUMI_CONFIG_PASSPHRASE and make it anew",
      EXIT.usage,
    );
  }
  if (passphrase === undefined) {
    throw new Refusal(
      "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      EXIT.usage,
    );
  }
  const key = new SecretKey(passphrase, encryption.salt);
  if (key.tryDecrypt(encryption.check) !== CHECKED) {
    throw new Refusal(
      "incorrect passphrase: PULUMI_CONFIG_PASSPHRASE is not what the stack was made with",
      EXIT.forbidden,
    );
  }
  return key;
}

/** Encrypts and decrypts the secrets of one stack. */
export class SecretKey {
  readonly #key: Buffer;

  constructor(passphrase: string, salt: string) {
    this.#key = scryptSync(passphrase, Buffer.from(salt, "base64"), KEY_BYTES);
  }

  encrypt(plaintext: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce);
    const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
    return ["v1", nonce.toString("base64"), cipher.getAuthTag().toString("base64"), body.toString("base64")].join(":");
  }

  /** @throws Refusal when it was not encrypted with this key, or has been changed since. */
  decrypt(ciphertext: string): string {
    const plaintext = this.tryDecrypt(ciphertext);
    if (plaintext === undefined) throw new Refusal("a secret of the stack is damaged: set it again");
    return plaintext;
  }

  tryDecrypt(ciphertext: string): string | undefined {
    const [version, nonce = "", tag = "", body = ""] = ciphertext.split(":");
    if (version !== "v1") return undefined;
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, Buffer.from(nonce, "base64"));
      decipher.setAuthTag(Buffer.from(tag, "base64"));
      return Buffer.concat([decipher.update(Buffer.from(body, "base64")), decipher.final()]).toString("utf8");
    } catch {
      return undefined;
    }
  }
}
