import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError } from "../aws/error.ts";

/** Larger than any request of the services here: a function's code may have 50 MB, a third more in base64. */
const LARGEST_BODY = 70 * 1024 * 1024;

const EMPTY = Buffer.alloc(0);
const unzip = promisify(gunzip);

/**
 * The whole body, unzipped. Undefined when the client went away before it was complete.
 *
 * @throws AwsError when it is larger than `limit` bytes or its compression is broken.
 */
export async function readBody(request: IncomingMessage, limit = LARGEST_BODY): Promise<Buffer | undefined> {
  const body = await collect(request, limit);
  const encoding = request.headers["content-encoding"];
  if (body === undefined || encoding === undefined || !/\bgzip\b/i.test(encoding)) return body;
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw new AwsError("SerializationException", "The request body is not valid gzip.");
  }
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        reject(tooLarge(limit));
        return;
      }
      if (first === undefined) first = chunk;
      else if (more === undefined) more = [first, chunk];
      else more.push(chunk);
    });
    request.once("end", () => resolve(more === undefined ? (first ?? EMPTY) : Buffer.concat(more)));
    request.once("error", () => resolve(undefined));
    request.once("close", () => resolve(undefined));
  });
}

function tooLarge(limit: number): AwsError {
  return new AwsError("RequestEntityTooLargeException", `Request must be smaller than ${limit} bytes.`, {
    status: 413,
  });
}
