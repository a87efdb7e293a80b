import { UNKNOWNS } from "./unknowns.ts";

/** A request that ends in an error frame, or on `$connect` in a status. */
export class Failure extends Error {
  override readonly name = "Failure";
  /** The handshake's status. */
  readonly status: number;
  /** The text of the error frame; null where AWS has none. */
  readonly frame: string | null;
  /** What `$context.error.validationErrorString` shows. */
  readonly validation: string | undefined;
  /** AWS's name for this kind of failure, `$context.error.responseType`. */
  readonly responseType: string;
  /** Set for refusals that come from the front of API Gateway and not from the API: `x-amzn-ErrorType`. */
  readonly errorType: string | undefined;

  /**
   * @param why what happened, why and how to mend it: the log line.
   */
  constructor(
    kind: FailureKind,
    why: string,
    details: { readonly status?: number; readonly validation?: string; readonly frame?: string } = {},
  ) {
    super(why);
    const { status, frame, responseType, errorType }: Kind = KINDS[kind];
    this.status = details.status ?? status;
    this.frame = details.frame ?? frame;
    this.responseType = responseType;
    this.errorType = errorType;
    this.validation = details.validation;
  }
}

interface Kind {
  readonly status: number;
  readonly frame: string | null;
  readonly responseType: string;
  readonly errorType?: string;
}

export type FailureKind =
  | "forbidden"
  | "unsigned"
  | "notAllowed"
  | "unauthorized"
  | "authorizer"
  | "authorizerAnswer"
  | "internal"
  | "badGateway"
  | "malformed"
  | "timeout"
  | "invalidBody"
  | "missingParameter"
  | "invalidKey"
  | "quota"
  | "throttled"
  | "unsupportedMedia";

const INTERNAL = "Internal server error";

/**
 * What each kind is to a client: the frame, and the handshake's status (DG/apigateway-websocket-api-lambda-auth,
 * DG/apigateway-execution-service-websocket-limits-table).
 */
const KINDS: Readonly<Record<FailureKind, Kind>> = {
  forbidden: { status: 403, frame: "Forbidden", responseType: "ACCESS_DENIED" },
  unsigned: {
    status: 403,
    frame: "Missing Authentication Token",
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    errorType: "MissingAuthenticationTokenException",
  },
  notAllowed: { status: 403, frame: "Forbidden", responseType: "ACCESS_DENIED", errorType: "ForbiddenException" },
  unauthorized: { status: 401, frame: "Unauthorized", responseType: "UNAUTHORIZED" },
  authorizer: { status: 500, frame: INTERNAL, responseType: "AUTHORIZER_FAILURE" },
  authorizerAnswer: { status: 500, frame: null, responseType: "AUTHORIZER_CONFIGURATION_ERROR" },
  internal: { status: 500, frame: INTERNAL, responseType: "API_CONFIGURATION_ERROR" },
  badGateway: { status: 502, frame: INTERNAL, responseType: "INTEGRATION_FAILURE" },
  malformed: { status: 502, frame: INTERNAL, responseType: "API_CONFIGURATION_ERROR" },
  timeout: { status: 504, frame: "Endpoint request timed out", responseType: "INTEGRATION_TIMEOUT" },
  invalidBody: { status: 400, frame: "Invalid request body", responseType: "BAD_REQUEST_BODY" },
  missingParameter: {
    status: 400,
    frame: "Missing required request parameters: []",
    responseType: "BAD_REQUEST_PARAMETERS",
  },
  throttled: { status: 429, frame: "Too Many Requests", responseType: "THROTTLED" },
  invalidKey: { status: 403, frame: "Forbidden", responseType: "INVALID_API_KEY" },
  quota: { status: 429, frame: "Limit Exceeded", responseType: "QUOTA_EXCEEDED" },
  unsupportedMedia: { status: 415, frame: UNKNOWNS.unsupportedMediaType, responseType: "UNSUPPORTED_MEDIA_TYPE" },
};

/** An error frame, with the odd spacing of AWS: a space after the first colon and after each comma, no others. */
export function errorFrame(message: string | null, connectionId: string, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}
