import { AwsError } from "../aws/error.ts";
import type { Protocol } from "./protocol.ts";

const PROTOCOL = "rpc-v2-cbor";

/**
 * Answers clients of rpc-v2-cbor, which is not served, in CBOR: the AWS CLI and Python's SDK speak it to CloudWatch, and
 * could not read a refusal in anything else.
 */
export const cborRefusal: Protocol = {
  decode: () => ({ operation: "", input: {} }),
  success: () => {
    throw new Error(`${PROTOCOL} is only refused`);
  },
  failure: (error, requestId) => ({
    status: error.status,
    headers: [
      ...["x-amzn-RequestId", requestId, "smithy-protocol", PROTOCOL],
      ...["Content-Type", "application/cbor", "x-amzn-ErrorType", error.code],
    ],
    body: textMap({ __type: error.code, message: error.message }),
  }),
  unknown: (_operation, explanation) => new AwsError("UnknownOperationException", explanation),
  unsigned: () => new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token"),
};

/** A map of texts in CBOR (RFC 8949 §3.1): major type 5 around pairs of major type 3. */
function textMap(members: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(members);
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([name, value]) => [text(name), text(value)])]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([head(3, bytes.length), bytes]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 0x100) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 0xff);
}
