import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Wire } from "../json.ts";

/** A message's attributes by name, blobs as base64. */
export type MessageAttributes = Readonly<Record<string, Wire<MessageAttributeValue>>>;

/** A message as a queue keeps it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Its place in the queue: grows with every message sent. */
  readonly order: number;
  /** System attributes that do not change: SenderId, SentTimestamp, MessageGroupId … */
  readonly system: Readonly<Record<string, string>>;
  /** When it was sent (ms): retention counts from here, through a dead-letter move as well. */
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** The handle of the latest receive; older ones delete nothing. */
  handle: string | undefined;
}

/** The MD5 of a text, in hex, as SDKs verify it. */
export function md5(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex");
}

/**
 * The MD5 of message attributes: for each, in order of name, the length-prefixed name and data type, one byte for the
 * kind of value, and the length-prefixed value (SQSDG/sqs-message-metadata).
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    part(Buffer.from(name));
    part(Buffer.from(attribute.DataType ?? ""));
    const binary = (attribute.DataType ?? "").startsWith("Binary");
    hash.update(Buffer.from([binary ? 2 : 1]));
    part(binary ? Buffer.from(attribute.BinaryValue ?? "", "base64") : Buffer.from(attribute.StringValue ?? ""));
  }
  return hash.digest("hex");
}

/** Body and attributes as SQS counts them against the queue's maximum: names, types and values in UTF-8 bytes. */
export function sizeOf(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType ?? "");
    size += Buffer.byteLength(attribute.StringValue ?? "");
    size += Buffer.from(attribute.BinaryValue ?? "", "base64").length;
  }
  return size;
}

/** A FIFO queue's sequence number: twenty digits that grow. */
export function sequenceNumber(order: number): string {
  return (18_850_000_000_000_000_000n + BigInt(order) * 256n).toString();
}

/** AWS's handles begin `AQEB`, which is three bytes 0x01 in base64. */
const HANDLE_PREFIX = Buffer.from([1, 1, 1]);

/** Makes a receipt handle: opaque to clients, but it tells which queue and which receive it belongs to. */
export function makeHandle(queue: string, message: string, receive: number): string {
  const content = Buffer.from(`${queue}\n${message}\n${receive}`);
  return Buffer.concat([HANDLE_PREFIX, content]).toString("base64");
}

/** Reads a receipt handle; undefined when it never was one. */
export function readHandle(handle: string): { queue: string; message: string } | undefined {
  const bytes = Buffer.from(handle, "base64");
  if (!bytes.subarray(0, 3).equals(HANDLE_PREFIX)) return undefined;
  const [queue, message, receive] = bytes.subarray(3).toString("utf8").split("\n");
  return queue !== undefined && message !== undefined && receive !== undefined ? { queue, message } : undefined;
}
