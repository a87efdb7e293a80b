import { crc32 } from "node:zlib";
import type { Json, JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";

/**
 * The headers of an answer in the two orders Step Functions prints: `AllHttpHeaders` in the order of the SDK's hash map,
 * `HttpHeaders` sorted without regard to case (observed results of lambda:invoke and dynamodb:putItem).
 */
const HASH_ORDER = [
  "Server",
  "X-Amz-Executed-Version",
  "x-amzn-Remapped-Content-Length",
  "Connection",
  "x-amzn-RequestId",
  "x-amz-crc32",
  "Content-Length",
  "Date",
  "X-Amzn-Trace-Id",
  "Content-Type",
];
const SORTED = [...HASH_ORDER].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));

/** What an optimized integration's service sends in its headers, besides what all of them send. */
interface HeaderStyle {
  readonly contentType: string;
  readonly keepAlive: boolean;
  /** DynamoDB signs its answers with a checksum and names its server. */
  readonly checksum: boolean;
}

const STYLES: Readonly<Record<string, HeaderStyle>> = {
  lambda: { contentType: "application/json", keepAlive: true, checksum: false },
  dynamodb: { contentType: "application/x-amz-json-1.0", keepAlive: true, checksum: true },
  sqs: { contentType: "application/x-amz-json-1.0", keepAlive: true, checksum: false },
  sns: { contentType: "text/xml", keepAlive: false, checksum: false },
  events: { contentType: "application/x-amz-json-1.1", keepAlive: false, checksum: false },
  states: { contentType: "application/x-amz-json-1.0", keepAlive: true, checksum: false },
};
const DEFAULT_STYLE: HeaderStyle = { contentType: "application/json", keepAlive: false, checksum: false };

/**
 * `SdkHttpMetadata` and `SdkResponseMetadata`, which every optimized integration adds to its result.
 *
 * @param body the answer's body as it would be on the wire.
 * @param version the version of the Lambda function that ran, for lambda:invoke.
 */
export function sdkMetadata(
  environment: Environment,
  service: string,
  requestId: string,
  body: string,
  version?: string,
): { readonly SdkHttpMetadata: JsonObject; readonly SdkResponseMetadata: JsonObject } {
  const style = STYLES[service] ?? DEFAULT_STYLE;
  const now = environment.clock.now();
  const headers: Record<string, string> = {
    "Content-Length": String(Buffer.byteLength(body)),
    "Content-Type": style.contentType,
    Date: new Date(now).toUTCString(),
    "x-amzn-RequestId": requestId,
  };
  if (style.keepAlive) headers["Connection"] = "keep-alive";
  if (style.checksum) {
    headers["Server"] = "Server";
    headers["x-amz-crc32"] = String(crc32(body));
  }
  if (version !== undefined) {
    headers["X-Amz-Executed-Version"] = version;
    headers["x-amzn-Remapped-Content-Length"] = "0";
    headers["X-Amzn-Trace-Id"] = traceId(environment, now);
  }
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: inOrder(headers, HASH_ORDER, (value) => [value]),
      HttpHeaders: inOrder(headers, SORTED, (value) => value),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

function inOrder(
  headers: Readonly<Record<string, string>>,
  order: readonly string[],
  shape: (value: string) => Json,
): JsonObject {
  const ordered: Record<string, Json> = {};
  for (const name of order) {
    const value = headers[name];
    if (value !== undefined) ordered[name] = shape(value);
  }
  return ordered;
}

function traceId(environment: Environment, now: number): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `root=1-${seconds}-${Buffer.from(environment.ids.bytes(12)).toString("hex")};sampled=0`;
}
