import type { Watched } from "../alarms.ts";
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
    ...executions("food-delivery", food.nodes.stateMachine),
    ...executions("pizza", pizza.nodes.stateMachine),
    ...executions("payments", payments.nodes.stateMachine),
    errors("pizza-notifier", pizza.nodes.notifier),
    errors("payments-processor", payments.nodes.processor),
    ...["FailedInvocations", "InvocationsFailedToBeSentToDlq"].map((metric) => ({
      name: `bus-${metric.toLowerCase()}`,
      meaning: `EventBridge: ${metric}. An event did not reach its target; look at the rule's permissions.`,
      namespace: "AWS/Events",
      metric,
      dimensions: { EventBusName: pizza.eventBusName },
    })),
    {
      name: "topic-failed",
      meaning: "SNS could not deliver a notification; look at the queue's policy.",
      namespace: "AWS/SNS",
      metric: "NumberOfNotificationsFailed",
      dimensions: { TopicName: notifications.nodes.topic.name },
    },
    ...["IntegrationError", "ExecutionError"].map((metric) => ({
      name: `api-${metric.toLowerCase()}`,
      meaning: `API Gateway: ${metric}. Clients got "Internal server error"; set logLevel to see why.`,
      namespace: "AWS/ApiGateway",
      metric,
      dimensions: { ApiId: api.apiId, Stage: api.stageName },
    })),
  ];
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

function errors(name: string, lambda: LambdaFunction): Watched {
  return {
    name: `${name}-errors`,
    meaning: `The function ${name} threw; its log says what.`,
    namespace: "AWS/Lambda",
    metric: "Errors",
    dimensions: { FunctionName: lambda.functionName },
  };
}
