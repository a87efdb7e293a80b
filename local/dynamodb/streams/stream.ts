import type { _Record, StreamViewType } from "@aws-sdk/client-dynamodb-streams";
import type { Wire } from "../../json.ts";

/** A stream record as GetRecords gives it. */
export type StreamRecord = Wire<_Record>;

/** A table's stream. It has one shard, which closes when the stream is switched off. */
export interface Stream {
  readonly arn: string;
  readonly label: string;
  readonly table: string;
  readonly viewType: StreamViewType;
  readonly keySchema: readonly { readonly AttributeName: string; readonly KeyType: "HASH" | "RANGE" }[];
  /** Epoch seconds. */
  readonly created: number;
  readonly shardId: string;
  /** The number of the next record. */
  next: number;
  /** Set once the stream is switched off; it can be read for another 24 hours. */
  closed: boolean;
}

/** Sequence numbers are 21 to 40 digits that grow: these are 21. */
export function sequenceNumber(number: number): string {
  return `1${String(number).padStart(20, "0")}`;
}

/** The number in a sequence number; undefined when it is none of ours. */
export function parseSequenceNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^1\d{20}$/.test(text) ? Number(text.slice(1)) : undefined;
}
