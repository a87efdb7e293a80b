import { createHash } from "node:crypto";
import { isObject, type Json } from "../../json.ts";
import { readJson } from "../../json-text.ts";
import { formatText } from "./format.ts";
import { expectShort, expectString, IntrinsicArgumentError, type IntrinsicFunction } from "./intrinsic-function.ts";

/** The functions of strings, encodings and JSON. AWS: DG/intrinsic-functions. */
export const textFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  "States.Format": {
    fewest: 1,
    most: Number.POSITIVE_INFINITY,
    evaluate: ([template, ...values]) => formatText(expectString(template), values),
  },
  "States.StringSplit": {
    fewest: 2,
    most: 2,
    evaluate: ([text, delimiters]) => split(expectString(text), expectString(delimiters)),
  },
  // Null and blanks give null (localstack/localstack, string_to_json.py).
  "States.StringToJson": {
    fewest: 1,
    most: 1,
    evaluate: ([text]) =>
      text === null || (typeof text === "string" && text.trim() === "") ? null : parseJson(expectString(text)),
  },
  "States.JsonToString": { fewest: 1, most: 1, evaluate: ([value]) => JSON.stringify(value) },
  "States.JsonMerge": {
    fewest: 3,
    most: 3,
    evaluate([left, right, deep]) {
      if (!isObject(left) || !isObject(right)) throw new IntrinsicArgumentError();
      // There is no other mode than the shallow one.
      if (deep !== false) throw new IntrinsicArgumentError();
      return { ...left, ...right };
    },
  },
  "States.Base64Encode": {
    fewest: 1,
    most: 1,
    evaluate: ([text]) => Buffer.from(expectShort(expectString(text)), "utf8").toString("base64"),
  },
  "States.Base64Decode": { fewest: 1, most: 1, evaluate: ([text]) => decode(expectShort(expectString(text))) },
  "States.Hash": {
    fewest: 2,
    most: 2,
    evaluate([data, algorithm]) {
      const text = typeof data === "string" ? data : JSON.stringify(data);
      return hash(expectShort(text), expectString(algorithm));
    },
  },
  "States.UUID": { fewest: 0, most: 0, evaluate: (_args, { host }) => host.ids.uuid() },
};

/** By AWS's names, the algorithms' names for Node. */
export const HASH_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["MD5", "md5"],
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

/** The hash of a text in lower-case hexadecimal digits. */
export function hash(text: string, algorithm: string): string {
  const name = HASH_ALGORITHMS.get(algorithm);
  if (name === undefined) throw new IntrinsicArgumentError();
  return createHash(name).update(text, "utf8").digest("hex");
}

/** JSON text to value. */
function parseJson(text: string): Json {
  const read = readJson(text);
  if ("fault" in read) throw new IntrinsicArgumentError();
  return read.value;
}

/** Every character of `delimiters` ends a piece; empty pieces are dropped. */
function split(text: string, delimiters: string): Json {
  const pieces: string[] = [];
  let piece = "";
  for (const character of text) {
    if (!delimiters.includes(character)) piece += character;
    else if (piece !== "") {
      pieces.push(piece);
      piece = "";
    }
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}

function decode(text: string): string {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw new IntrinsicArgumentError();
  return Buffer.from(text, "base64").toString("utf8");
}
