import { StateError } from "../../asl/errors.ts";
import type { SdkService } from "./sdk-model.ts";
import type { ErrorNaming } from "./task-context.ts";

/** An optimized integration's error names: those of the AWS SDK for Java 1, which these integrations are built on. */
export interface OptimizedErrors {
  /** Such as `DynamoDB`. */
  readonly prefix: string;
  /** The service in the cause: `AmazonDynamoDBv2`. */
  readonly service: string;
  /** The class of errors that the API does not model: `AmazonDynamoDBException`. */
  readonly base: string;
  /** The modelled errors, from the service's API model. */
  readonly model: SdkService;
}

/**
 * `DynamoDB.ConditionalCheckFailedException` with the cause
 * `<message> (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: …; Request ID: …; Proxy: null)`
 * (the cause's form: pasted failures of Lambda tasks, awslabs/aws-deployment-framework#460).
 */
export function optimizedErrors(naming: OptimizedErrors): ErrorNaming {
  return (error, requestId) => {
    const name = naming.model.exceptions.has(error.code) ? exceptionClass(error.code) : naming.base;
    const code = error.queryCode ?? error.code;
    return new StateError(
      `${naming.prefix}.${name}`,
      `${error.message} (Service: ${naming.service}; Status Code: ${error.status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
    );
  };
}

/** The AWS SDK for Java 2 ends its causes so since it counts attempts; Step Functions makes one attempt. */
const ATTEMPTS = " (SDK Attempt Count: 1)";

/** `Sfn.ExecutionAlreadyExistsException` with the cause `<message> (Service: Sfn, Status Code: 400, Request ID: …)`. */
export function sdkErrors(model: SdkService): ErrorNaming {
  return (error, requestId) => {
    const name = model.exceptions.has(error.code) ? exceptionClass(error.code) : `${model.prefix}Exception`;
    return new StateError(
      `${model.prefix}.${name}`,
      `${error.message} (Service: ${model.prefix}, Status Code: ${error.status}, Request ID: ${requestId})${ATTEMPTS}`,
    );
  };
}

/** Java calls every error's class `…Exception`, whatever the API calls the error. */
function exceptionClass(code: string): string {
  if (code.endsWith("Exception")) return code;
  return `${code.endsWith("Fault") ? code.slice(0, -"Fault".length) : code}Exception`;
}
