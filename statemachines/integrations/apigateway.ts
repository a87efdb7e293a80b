import type { Json } from "../asl/definition.ts";
import { type Task, type TaskFields, task } from "./task.ts";

/** The connections of one stage of a WebSocket API. */
export interface ConnectionsRef {
  /** The host, without a scheme: `abc123.execute-api.us-east-1.amazonaws.com`. */
  readonly host: string;
  readonly stage: string;
  /** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/POST/@connections/*`: the connection's id is only known later. */
  readonly arn: string;
}

interface PostToConnection {
  /** `/@connections/{id}`. */
  readonly Path: string;
  /** What the client gets as one frame. JSON is sent compact. */
  readonly RequestBody: Json;
}

/**
 * Sends a frame to a WebSocket client. Fails with `ApiGateway.410` when it has gone.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export function postToConnection<const Fields extends TaskFields<PostToConnection>>(
  connections: ConnectionsRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::apigateway:invoke"> {
  return task(
    "arn:aws:states:::apigateway:invoke",
    fields,
    // Without IAM_ROLE the call is not signed, and the API answers 403 Missing Authentication Token.
    { ApiEndpoint: connections.host, Stage: connections.stage, Method: "POST", AuthType: "IAM_ROLE" },
    [{ actions: ["execute-api:ManageConnections"], resources: [connections.arn] }],
  );
}
