import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";
import { type ConnectionsRef, postToConnection } from "./integrations/apigateway.ts";
import { publish, type TopicRef } from "./integrations/sns.ts";
import { type QueueRef, sendMessageAndWaitForTaskToken } from "./integrations/sqs.ts";

/** What the workflow refers to. */
export interface PaymentRefs {
  readonly queue: QueueRef;
  readonly topic: TopicRef;
  readonly connections: ConnectionsRef;
}

/** SNS says so when it cannot take a call just now. */
const TRANSIENT = [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 }];

/** The error that the payment function answers with. */
const FAILED = "Failed to process payment";

/**
 * A payment (reference 004): handed to a queue together with a task token, and decided by whoever answers for the token.
 *
 * Input: the payment itself, as `aws stepfunctions start-execution` gives it, or `{ payment, connectionId }` from the
 * WebSocket route, whose customer is told the outcome.
 */
export function payment(refs: PaymentRefs): Definition {
  const tell = (payload: string) => ({
    Arguments: {
      Path: "{% '/@connections/' & $connectionId %}",
      RequestBody: { Payload: payload },
    },
    Retry: [
      { ErrorEquals: ["ApiGateway.429", "ApiGateway.500", "ApiGateway.503"], IntervalSeconds: 1, MaxAttempts: 2 },
    ],
  });
  return defineStateMachine({
    Comment: "Charges a customer through a queue and announces the outcome",
    QueryLanguage: "JSONata",
    StartAt: "Take payment",
    States: {
      "Take payment": {
        Type: "Pass",
        // The payment itself becomes no variable: it may hold a card's data, and who needs it has it from the input.
        Assign: { connectionId: "{% $exists($states.input.connectionId) ? $states.input.connectionId : '' %}" },
        Next: "Charge customer",
      },
      "Charge customer": sendMessageAndWaitForTaskToken(refs.queue, {
        Arguments: {
          MessageBody: {
            taskToken: "{% $states.context.Task.Token %}",
            payment: "{% $exists($states.input.payment) ? $states.input.payment : $states.input %}",
          },
        },
        TimeoutSeconds: 3600,
        HeartbeatSeconds: 1800,
        Next: "Announce success",
        Catch: [
          {
            ErrorEquals: ["States.Timeout", "States.HeartbeatTimeout"],
            Assign: { error: FAILED, cause: "Nobody answered in time" },
            Next: "Announce failure",
          },
          {
            ErrorEquals: ["States.ALL"],
            Assign: {
              error: `{% $exists($states.errorOutput.Error) ? $states.errorOutput.Error : '${FAILED}' %}`,
              cause: "{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : '' %}",
            },
            Next: "Announce failure",
          },
        ],
      }),
      "Announce success": publish(refs.topic, {
        Arguments: { Message: "Payment processed successfully." },
        Retry: TRANSIENT,
        Next: "Is a customer there? (success)",
      }),
      "Is a customer there? (success)": {
        Type: "Choice",
        Choices: [{ Condition: "{% $connectionId != '' %}", Next: "Tell customer: success" }],
        Default: "Charged",
      },
      "Tell customer: success": postToConnection(refs.connections, {
        ...tell("Payment processed successfully."),
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Charged" }],
        Next: "Charged",
      }),
      Charged: { Type: "Succeed", Output: { status: "CHARGED" } },
      "Announce failure": publish(refs.topic, {
        Arguments: { Message: { Error: "{% $error %}", Cause: "{% $cause %}" } },
        Retry: TRANSIENT,
        Next: "Is a customer there? (failure)",
      }),
      "Is a customer there? (failure)": {
        Type: "Choice",
        Choices: [{ Condition: "{% $connectionId != '' %}", Next: "Tell customer: failure" }],
        Default: "Not charged",
      },
      "Tell customer: failure": postToConnection(refs.connections, {
        // Errors of AWS have a dot in their names, and their causes are nobody's business.
        ...tell(
          `{% $contains($error, '.') ? '${FAILED}: something went wrong on our side' : $error & ': ' & $cause %}`,
        ),
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Not charged" }],
        Next: "Not charged",
      }),
      "Not charged": {
        Type: "Succeed",
        Output: { status: "NOT_CHARGED", error: "{% $error %}", cause: "{% $cause %}" },
      },
    },
  });
}
