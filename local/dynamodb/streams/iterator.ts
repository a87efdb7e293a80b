import type { AwsError } from "../../aws/error.ts";
import { dynamoError, validation } from "../errors.ts";

/** A place in a stream's shard, good for fifteen minutes. */
export interface Iterator {
  readonly arn: string;
  /** The number of the record to read next. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly issued: number;
}

const LIFE = 15 * 60 * 1000;

/** The opaque text that clients pass on. */
export function encodeIterator({ arn, number, issued }: Iterator): string {
  return `${arn}|1|${Buffer.from(JSON.stringify([number, issued])).toString("base64url")}`;
}

/**
 * Reads an iterator back.
 *
 * @throws AwsError `ExpiredIteratorException` after fifteen minutes, `ValidationException` for other text.
 */
export function decodeIterator(text: string | undefined, now: number): Iterator {
  const [arn, version, place] = (text ?? "").split("|");
  if (arn === undefined || version !== "1" || place === undefined) throw invalid();
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(place, "base64url").toString());
  } catch {
    throw invalid();
  }
  if (!Array.isArray(parsed)) throw invalid();
  const [number, issued]: unknown[] = parsed;
  if (typeof number !== "number" || typeof issued !== "number") throw invalid();
  if (issued + LIFE < now) {
    throw dynamoError(
      "ExpiredIteratorException",
      "The shard iterator has expired. Shard iterators are only valid for 15 minutes",
    );
  }
  return { arn, number, issued };
}

function invalid(): AwsError {
  return validation("Invalid ShardIterator");
}
