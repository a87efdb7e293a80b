import type { JsonObject } from "../json.ts";

/** What an {@link AwsError} may carry besides its name and text. */
export interface AwsErrorDetails {
  /** The HTTP status; 400 unless AWS answers another. */
  readonly status?: number;
  /** Further members of the error's shape, such as `CancellationReasons`. */
  readonly fields?: JsonObject;
  /** The code that Query protocol clients see where it differs, such as `AWS.SimpleQueueService.NonExistentQueue`. */
  readonly queryCode?: string;
  /** The text that Query protocol clients see where it differs. */
  readonly queryMessage?: string;
  /** The namespace in `__type`, such as `com.amazonaws.dynamodb.v20120810`; none where the service sends the bare name. */
  readonly namespace?: string;
}

/** A refusal or failure as AWS words it: the caller of the API sees exactly this, in its protocol's form. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** AWS's error name, such as `ResourceNotFoundException`. */
  readonly code: string;
  readonly status: number;
  readonly fields: JsonObject;
  readonly queryCode: string | undefined;
  readonly queryMessage: string | undefined;
  readonly namespace: string | undefined;

  constructor(code: string, message: string, details: AwsErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = details.status ?? 400;
    this.fields = details.fields ?? {};
    this.queryCode = details.queryCode;
    this.queryMessage = details.queryMessage;
    this.namespace = details.namespace;
  }
}

/** The Java namespace of what AWS's service framework answers before the service itself sees a request. */
export const FRAMEWORK = "com.amazon.coral.service";

/**
 * A refusal of JSON services by their framework: by IAM, or of a request it cannot read. Its text is in `Message`, with
 * a capital, where the services' own errors mostly have `message` (rusoto/rusoto#658 for types; denied calls of SQS,
 * DynamoDB and Step Functions are spelled alike).
 */
export function frameworkError(
  code: "AccessDeniedException" | "SerializationException",
  message: string,
  details: AwsErrorDetails = {},
): AwsError {
  return new AwsError(code, message, { namespace: FRAMEWORK, fields: { Message: message }, ...details });
}
