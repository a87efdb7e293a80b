import type { Ids } from "../ids.ts";

/** Every token of AWS begins like this: the header of what it has encrypted. */
const HEAD = "AQCEAAAAKgAAAAMAAAAAAAAAA";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LENGTH = 324;

/** A token that nobody can guess, in the shape of AWS's: Base64, far below the 2,048 characters it may have. */
export function newTaskToken(ids: Ids): string {
  return HEAD + ids.text(LENGTH - HEAD.length, ALPHABET);
}

/** Whether a text could have been such a token; AWS answers `InvalidToken` to anything else. */
export function isTaskToken(text: string): boolean {
  return text.length === LENGTH && text.startsWith(HEAD);
}
