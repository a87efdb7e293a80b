import type { Ids } from "../../ids.ts";

/** Every token of AWS begins like this: the header of what it has encrypted. */
const HEAD = "AQCEAAAAKgAAAAMAAAAAAAAAA";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A token that nobody can guess, in the shape of AWS's: Base64, far below the 2,048 characters it may have. */
export function newTaskToken(ids: Ids): string {
  return `${HEAD}${ids.text(299, ALPHABET)}`;
}
