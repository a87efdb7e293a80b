import { type handleUnaryCall, Metadata, type ServerUnaryCall, status } from "@grpc/grpc-js";

/** An answer to a call that is no success, with gRPC's own code. */
export class RpcFailure extends Error {
  override readonly name = "RpcFailure";
  readonly code: status;
  readonly metadata: Metadata;

  /** @param metadata what travels with the status, such as the details of a resource made in part. */
  constructor(code: status, message: string, metadata = new Metadata()) {
    super(message);
    this.code = code;
    this.metadata = metadata;
  }
}

/** The longest message of a status, in characters of its encoded form. */
const LONGEST_TEXT = 8192;

/**
 * A status travels in HTTP/2 trailers. Clients on nghttp2 end the connection, with every call on it, over a header of more
 * than 64 KiB (`NGHTTP2_HD_MAX_NV`; grpc-go takes 16 MiB), and half a surrogate pair cannot be encoded at all.
 */
export function statusText(message: string): string {
  const whole = message.toWellFormed();
  let length = whole.length;
  while (encodeURI(whole.slice(0, length).toWellFormed()).length > LONGEST_TEXT) length = Math.floor(length * 0.9);
  return length === whole.length ? whole : `${whole.slice(0, length).toWellFormed()}…`;
}

/** A gRPC method written as an asynchronous function; what it throws becomes the call's status. */
export function unary<Request, Response>(
  handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const run = async (): Promise<Response> => handle(call.request, call);
    run().then(
      (response) => callback(null, response),
      (error: unknown) => {
        const message = statusText(error instanceof Error ? error.message : String(error));
        const code = error instanceof RpcFailure ? error.code : status.UNKNOWN;
        const metadata = error instanceof RpcFailure ? error.metadata : new Metadata();
        callback({ name: "Error", message, code, details: message, metadata });
      },
    );
  };
}

/** A method that the local runtime does not serve, refused with what to do instead. */
export function refused(name: string, advice: string): handleUnaryCall<unknown, unknown> {
  return unary(() => {
    throw new RpcFailure(status.UNIMPLEMENTED, `the local runtime does not serve ${name}: ${advice}`);
  });
}
