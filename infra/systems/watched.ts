import type { Watched } from "../alarms.ts";
import type { EventBus } from "../event-bus.ts";
import type { LambdaFunction } from "../lambda-function.ts";
import type { Notifications } from "../notifications.ts";
import type { Queue } from "../queue.ts";
import type { StateMachine } from "../state-machine.ts";
import type { WebSocketApi } from "../websocket/api.ts";
import type { FoodDelivery } from "./food-delivery.ts";
import type { PaymentsNodes } from "./payments.ts";
import type { PizzaBar } from "./pizza-bar.ts";

/** The systems whose failures somebody should hear of. */
export interface WatchedSystems {
  readonly api: WebSocketApi;
  readonly food: FoodDelivery;
  readonly pizza: PizzaBar;
  readonly payments: { readonly nodes: PaymentsNodes };
  readonly notifications: Notifications;
}

/** Everything that should be zero: dead letters, failed workflows and functions, and failures that AWS keeps silent about. */
export function watched({ api, food, pizza, payments, notifications }: WatchedSystems): readonly Watched[] {
  return [
    deadLetters("payments-failed", payments.nodes.failed),
    deadLetters("pizza-failed-events", pizza.nodes.failed),
    deadLetters("pizza-undelivered-events", pizza.nodes.undelivered),
    deadLetters("notifications-undelivered", notifications.nodes.undelivered),
    ...executions("food-delivery", food.nodes.stateMachine),
    ...executions("pizza", pizza.nodes.stateMachine),
    ...executions("payments", payments.nodes.stateMachine),
    errors("pizza-notifier", pizza.nodes.notifier),
    errors("payments-processor", payments.nodes.processor),
    {
      name: "pizza-notifier-deadlettererrors",
      meaning:
        "Lambda could not send an event to the dead letters of pizza-notifier, and it is lost; look at its role.",
      namespace: "AWS/Lambda",
      metric: "DeadLetterErrors",
      dimensions: { FunctionName: pizza.nodes.notifier.functionName },
    },
    ...undelivered(pizza.nodes.bus),
    ...["NumberOfNotificationsFailed", "NumberOfNotificationsFailedToRedriveToDlq"].map((metric) => ({
      name: `topic-${metric.toLowerCase()}`,
      meaning: `SNS: ${metric}. A notification did not reach the queue; look at the policies of the queue and its dead letters.`,
      namespace: "AWS/SNS",
      metric,
      dimensions: { TopicName: notifications.nodes.topic.name },
    })),
    apiErrors(api, "ExecutionError", 'Clients got "Internal server error"'),
    apiErrors(
      api,
      "IntegrationError",
      "A service answered with 4XX or 5XX: it refused what a client sent, or the role",
    ),
  ];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html */
function apiErrors(api: WebSocketApi, metric: string, meaning: string): Watched {
  return {
    name: `api-${metric.toLowerCase()}`,
    meaning: `API Gateway: ${metric}. ${meaning}; set logLevel to see why.`,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions: { ApiId: api.apiId, Stage: api.stageName },
  };
}

function deadLetters(name: string, queue: Queue): Watched {
  return {
    name,
    meaning: `There are dead letters in ${name}: read why, mend it, and redrive them.`,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.queueName },
  };
}

function executions(name: string, machine: StateMachine<object>): readonly Watched[] {
  return ["ExecutionsFailed", "ExecutionsTimedOut"].map((metric) => ({
    name: `${name}-${metric.toLowerCase()}`,
    meaning: `A workflow of ${name} did not end as it should; its history says why.`,
    namespace: "AWS/States",
    metric,
    dimensions: { StateMachineArn: machine.stateMachineArn },
  }));
}

/**
 * EventBridge tells of a rule on a custom bus with both names, and of the bus alone nothing: an alarm on the bus would wait
 * for ever.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
function undelivered(bus: EventBus): readonly Watched[] {
  return [...bus.rules].flatMap(([suffix, rule]) =>
    ["FailedInvocations", "InvocationsFailedToBeSentToDlq"].map((metric) => ({
      name: `bus-${suffix}-${metric.toLowerCase()}`,
      meaning: `EventBridge: ${metric}. An event did not reach the target of rule ${suffix}; look at the permissions.`,
      namespace: "AWS/Events",
      metric,
      dimensions: { EventBusName: bus.busName, RuleName: rule.name },
    })),
  );
}

function errors(name: string, lambda: LambdaFunction): Watched {
  return {
    name: `${name}-errors`,
    meaning: `The function ${name} threw; its log says what.`,
    namespace: "AWS/Lambda",
    metric: "Errors",
    dimensions: { FunctionName: lambda.functionName },
  };
}
