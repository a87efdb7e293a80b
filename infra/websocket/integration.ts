import type { Input } from "@pulumi/pulumi";
import type { StatementInput } from "../iam.ts";
import type { Template } from "./templates.ts";

/** How an answer of the integration becomes a reply. */
export interface ResponseMapping {
  /** The status codes it is for: a regular expression between slashes, or all others. */
  readonly key: "$default" | `/${string}/`;
  /** The reply; without one the integration's own body goes to the client. */
  readonly template?: Template;
}

/**
 * A direct call of one AWS action. A pure function of its arguments makes it (`infra/websocket/integrations` has one for
 * each action), and `WebSocketRoute` turns it into resources.
 */
export interface ServiceIntegration {
  readonly kind: "service";
  /** The service and its action, as in the URI: `dynamodb:action/PutItem`. */
  readonly action: `${string}:action/${string}`;
  readonly request: Template;
  readonly responses: readonly ResponseMapping[];
  /** What API Gateway's role must be allowed to do. */
  readonly statements: readonly StatementInput[];
}

/** A Lambda function that gets the whole event and whose answer is the reply. */
export interface LambdaIntegration {
  readonly kind: "lambda";
  readonly functionName: Input<string>;
  /** The function's `invokeArn`: `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/…/invocations`. */
  readonly invokeArn: Input<string>;
}

/** An answer by API Gateway alone. */
export interface MockIntegration {
  readonly kind: "mock";
  readonly reply: Template;
}

/** What a route does with a message. */
export type Integration = ServiceIntegration | LambdaIntegration | MockIntegration;
