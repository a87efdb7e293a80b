import type { Ids } from "../ids.ts";

/** Every token of AWS begins like this: the header of what it has encrypted. */
const HEAD = "AQCEAAAAKgAAAAMAAAAAAAAAA";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** The length of AWS's tokens; they may have 2,048 characters. */
const LENGTH = 324;
/** Characters nobody can guess, however long the ARN is. */
const SECRET = 64;
/** The ARN stands behind two characters for the length of its Base64 text. */
const ARN_AT = HEAD.length + 2;

/**
 * A token that nobody can guess, in the shape of AWS's: Base64. As on AWS it says whose it is: IAM judges who uses a token by
 * the state machine, and does so when the task is long gone as well.
 *
 * @param stateMachineArn - The state machine whose task it is.
 */
export function newTaskToken(ids: Ids, stateMachineArn: string): string {
  const owner = Buffer.from(stateMachineArn).toString("base64").replaceAll("=", "");
  const length = `${ALPHABET[owner.length >> 6]}${ALPHABET[owner.length & 63]}`;
  const secret = Math.max(SECRET, LENGTH - ARN_AT - owner.length);
  return HEAD + length + owner + ids.text(secret, ALPHABET);
}

/** The state machine of a token; undefined for a text that never was one, to which AWS answers `InvalidToken`. */
export function stateMachineOfToken(token: string): string | undefined {
  if (token.length < LENGTH || !token.startsWith(HEAD)) return undefined;
  const length = ALPHABET.indexOf(token.charAt(HEAD.length)) * 64 + ALPHABET.indexOf(token.charAt(HEAD.length + 1));
  const arn = Buffer.from(token.slice(ARN_AT, ARN_AT + length), "base64").toString();
  return arn.startsWith("arn:") ? arn : undefined;
}
