import { readFrom } from "../asl/source-text.ts";
import type { Json } from "../json.ts";
import { readJson } from "../json-text.ts";
import { invalidExecutionInput, jacksonDetail } from "./errors.ts";
import { MAX_PAYLOAD } from "./shapes.ts";

/** An execution's input: the text as it was sent, and its value. */
export interface ExecutionInput {
  readonly text: string;
  readonly value: Json;
}

const EMPTY: ExecutionInput = { text: "{}", value: {} };

/**
 * Reads an execution's input; `{}` when there is none.
 *
 * @throws AwsError InvalidExecutionInput when it is no JSON or has more than 262,144 bytes of UTF-8.
 */
export function executionInput(text: string | undefined): ExecutionInput {
  if (text === undefined) return EMPTY;
  // Three bytes of UTF-8 are the most that one UTF-16 unit takes.
  if (text.length * 3 > MAX_PAYLOAD && Buffer.byteLength(text) > MAX_PAYLOAD) {
    throw invalidExecutionInput(`The input exceeds the maximum size of ${MAX_PAYLOAD} bytes.`);
  }
  const json = readJson(text);
  if ("fault" in json) throw invalidExecutionInput(jacksonDetail(json.fault));
  return { text, value: readFrom(text, json.value) };
}
