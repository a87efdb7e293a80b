import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";
import { type ConnectionsRef, postToConnection } from "./integrations/apigateway.ts";

/** What the workflow refers to. */
export interface AsyncHelloRefs {
  readonly connections: ConnectionsRef;
  readonly waitSeconds: number;
}

/**
 * Waits, then greets the client that started it (reference 001).
 *
 * Input: `{ data, connectionId }`.
 */
export function asyncHello(refs: AsyncHelloRefs): Definition {
  return defineStateMachine({
    Comment: "Waits, then sends a message to the client that started it",
    QueryLanguage: "JSONata",
    StartAt: "Wait",
    States: {
      Wait: { Type: "Wait", Seconds: refs.waitSeconds, Next: "Send message to WebSocket client" },
      "Send message to WebSocket client": postToConnection(refs.connections, {
        Arguments: {
          Path: "{% '/@connections/' & $states.input.connectionId %}",
          RequestBody: { Message: "Hello from asynchronous workflow execution!" },
        },
        // A client that has gone is no failure of the workflow.
        Catch: [{ ErrorEquals: ["ApiGateway.410"], Next: "Client has gone" }],
        End: true,
      }),
      "Client has gone": { Type: "Succeed" },
    },
  });
}
