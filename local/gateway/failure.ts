/** A request that ends in an error frame, or on `$connect` in a status. */
export class Failure extends Error {
  override readonly name = "Failure";
  /** The handshake's status. */
  readonly status: number;
  /** The text of the error frame. */
  readonly frame: string;
  /** What `$context.error.validationErrorString` shows. */
  readonly validation: string | undefined;
  /** AWS's name for this kind of failure, `$context.error.responseType`. */
  readonly responseType: string;

  /**
   * @param why what happened, why and how to mend it: the log line.
   */
  constructor(
    kind: FailureKind,
    why: string,
    details: { readonly status?: number; readonly validation?: string } = {},
  ) {
    super(why);
    const { status, frame, responseType } = KINDS[kind];
    this.status = details.status ?? status;
    this.frame = frame;
    this.responseType = responseType;
    this.validation = details.validation;
  }
}

/** The frames of websocket-api.md §2.2 and the statuses of §1.3. */
const KINDS = {
  forbidden: { status: 403, frame: "Forbidden", responseType: "ACCESS_DENIED" },
  unauthorized: { status: 401, frame: "Unauthorized", responseType: "UNAUTHORIZED" },
  internal: { status: 500, frame: "Internal server error", responseType: "API_CONFIGURATION_ERROR" },
  badGateway: { status: 502, frame: "Internal server error", responseType: "INTEGRATION_FAILURE" },
  timeout: { status: 504, frame: "Endpoint request timed out", responseType: "INTEGRATION_TIMEOUT" },
  invalidBody: { status: 400, frame: "Invalid request body", responseType: "BAD_REQUEST_BODY" },
  missingParameter: {
    status: 400,
    frame: "Missing required request parameters",
    responseType: "BAD_REQUEST_PARAMETERS",
  },
  throttled: { status: 429, frame: "Too Many Requests", responseType: "THROTTLED" },
  unsupportedMedia: { status: 415, frame: "Unsupported Media Type", responseType: "UNSUPPORTED_MEDIA_TYPE" },
} as const;

export type FailureKind = keyof typeof KINDS;

/** An error frame, with the odd spacing of AWS: a space after the first colon and after each comma, no others. */
export function errorFrame(message: string, connectionId: string, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}
