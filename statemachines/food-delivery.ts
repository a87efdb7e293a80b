import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";
import { type ActivityRef, waitForWorker } from "./integrations/activity.ts";
import { putItem, updateItem } from "./integrations/dynamodb.ts";
import { publish, type TopicRef } from "./integrations/sns.ts";
import { type TellCustomerRefs, tellCustomer } from "./tell-customer.ts";

/** What the workflow refers to. */
export interface FoodDeliveryRefs extends TellCustomerRefs {
  readonly topic: TopicRef;
  readonly prepareFood: ActivityRef;
  readonly findDeliveryPartner: ActivityRef;
  readonly deliveryStatus: ActivityRef;
  /** Days that an order is kept. */
  readonly orderRetentionDays: number;
}

/**
 * How long a person may take for a step, and how long they may be silent about it, in seconds. API Gateway ends every
 * connection after two hours: a step that took as long could only be told to customers who have left.
 */
const PATIENCE = { TimeoutSeconds: 3600, HeartbeatSeconds: 1200 };

/** DynamoDB and SNS say so when they cannot take a call just now. */
const TRANSIENT = [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }];

/**
 * What a failure means to the customer. A worker that refuses a step says why; errors of AWS have a dot in their names, and
 * their causes are nobody's business.
 */
const REASON = `{% (
  $error := $states.errorOutput.Error;
  $cause := $states.errorOutput.Cause;
  $contains($exists($error) ? $error : '', '.') ? 'something went wrong on our side'
    : $exists($cause) and $cause != '' ? $cause
    : $exists($error) and $error != '' ? $error
    : 'a step was refused'
) %}`;

/** Where every step that fails or is not done in time leads to. */
function onFailure<const Next extends string>(next: Next) {
  return [
    {
      ErrorEquals: ["States.Timeout", "States.HeartbeatTimeout"],
      Assign: { status: "TIMED_OUT", reason: "it took too long" },
      Next: next,
    },
    { ErrorEquals: ["States.ALL"], Assign: { status: "FAILED", reason: REASON }, Next: next },
  ] as const;
}

/**
 * An order of food, from the kitchen to the door (reference 000). People do three of its steps as workers of activities.
 *
 * Input: `{ orderDetails, customerId, restaurantDetails, connectionId }`. The order's id is the name of the execution, so
 * that two orders are never one. The order's `status` goes PLACED, PREPARED, OUT_FOR_DELIVERY, DELIVERED, or ends with
 * FAILED or TIMED_OUT; the table is always written before the customer is told.
 */
export function foodDelivery(refs: FoodDeliveryRefs): Definition {
  const setStatus = (status: string) => ({
    Arguments: {
      Key: { orderId: { S: "{% $orderId %}" } },
      UpdateExpression: "SET #status = :status, updatedAt = :now",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": { S: status }, ":now": { S: "{% $now() %}" } },
    },
    Retry: TRANSIENT,
  });
  const announce = (event: string, more: Readonly<Record<string, string>>) => ({
    Arguments: {
      Message: {
        event,
        orderId: "{% $orderId %}",
        customerId: "{% $customerId %}",
        restaurantDetails: "{% $restaurantDetails %}",
        orderDetails: "{% $orderDetails %}",
        ...more,
      },
      MessageAttributes: {
        event: { DataType: "String", StringValue: event },
        orderId: { DataType: "String", StringValue: "{% $orderId %}" },
      },
    },
    Retry: TRANSIENT,
  });
  const work = {
    orderId: "{% $orderId %}",
    orderDetails: "{% $orderDetails %}",
    restaurantDetails: "{% $restaurantDetails %}",
  };

  return defineStateMachine({
    Comment: "Takes an order of food from the kitchen to the customer's door",
    QueryLanguage: "JSONata",
    StartAt: "Take order",
    States: {
      "Take order": {
        Type: "Pass",
        Assign: {
          orderId: "{% $states.context.Execution.Name %}",
          orderDetails: "{% $states.input.orderDetails %}",
          customerId: "{% $states.input.customerId %}",
          restaurantDetails: "{% $states.input.restaurantDetails %}",
          connectionId: "{% $exists($states.input.connectionId) ? $states.input.connectionId : '' %}",
        },
        Next: "Store order",
      },
      "Store order": putItem(refs.ordersTable, {
        Arguments: {
          Item: {
            orderId: { S: "{% $orderId %}" },
            orderDetails: { S: "{% $orderDetails %}" },
            customerId: { S: "{% $customerId %}" },
            restaurantDetails: { S: "{% $restaurantDetails %}" },
            connectionId: { S: "{% $connectionId %}" },
            executionArn: { S: "{% $states.context.Execution.Id %}" },
            status: { S: "PLACED" },
            createdAt: { S: "{% $states.context.Execution.StartTime %}" },
            updatedAt: { S: "{% $now() %}" },
            ttl: { N: `{% $string($floor($millis() / 1000) + ${refs.orderRetentionDays * 86_400}) %}` },
          },
          // A new order, or this very one when a call whose answer was lost is repeated.
          ConditionExpression: "attribute_not_exists(orderId) OR executionArn = :me",
          ExpressionAttributeValues: { ":me": { S: "{% $states.context.Execution.Id %}" } },
        },
        Retry: [{ ErrorEquals: ["DynamoDB.ConditionalCheckFailedException"], MaxAttempts: 0 }, ...TRANSIENT],
        Catch: onFailure("Announce failure"),
        Next: "Announce order",
      }),
      "Announce order": publish(refs.topic, {
        ...announce("OrderPlaced", { status: "PLACED" }),
        Catch: onFailure("Record failure"),
        Next: "Tell customer: initiated",
      }),
      ...tellCustomer(
        refs,
        "Tell customer: initiated",
        "'Order initiated! Preparing ' & $orderDetails & ' and looking for a delivery partner!'",
        "Kitchen and dispatch",
      ),
      "Kitchen and dispatch": {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Prepare food",
            States: {
              "Prepare food": waitForWorker(refs.prepareFood, {
                Arguments: work,
                ...PATIENCE,
                Next: "Record prepared",
              }),
              "Record prepared": updateItem(refs.ordersTable, {
                ...setStatus("PREPARED"),
                Next: "Tell customer: prepared",
              }),
              ...tellCustomer(
                refs,
                "Tell customer: prepared",
                "'Order ' & $orderDetails & ' prepared! It will reach you soon.'",
                "Prepared",
              ),
              Prepared: { Type: "Pass", Output: {}, End: true },
            },
          },
          {
            StartAt: "Find delivery partner",
            States: {
              "Find delivery partner": waitForWorker(refs.findDeliveryPartner, {
                Arguments: work,
                ...PATIENCE,
                Next: "Is it a partner?",
              }),
              "Is it a partner?": {
                Type: "Choice",
                Choices: [
                  {
                    Condition: "{% $type($states.input.name) = 'string' and $states.input.name != '' %}",
                    Assign: { partner: "{% $states.input.name %}" },
                    Next: "Tell customer: partner assigned",
                  },
                ],
                Default: "No partner",
              },
              "No partner": {
                Type: "Fail",
                Error: "MalformedDeliveryPartner",
                Cause: "the delivery partner has no name",
              },
              ...tellCustomer(
                refs,
                "Tell customer: partner assigned",
                "'Delivery partner ' & $partner & ' assigned!'",
                "Partner assigned",
              ),
              "Partner assigned": { Type: "Pass", Output: { name: "{% $partner %}" }, End: true },
            },
          },
        ],
        Assign: { deliveryPartner: "{% $states.result[1].name %}" },
        Catch: onFailure("Record failure"),
        Next: "Record out for delivery",
      },
      "Record out for delivery": updateItem(refs.ordersTable, {
        Arguments: {
          Key: { orderId: { S: "{% $orderId %}" } },
          UpdateExpression: "SET #status = :status, updatedAt = :now, deliveryPartner = :partner",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: {
            ":status": { S: "OUT_FOR_DELIVERY" },
            ":now": { S: "{% $now() %}" },
            ":partner": { S: "{% $deliveryPartner %}" },
          },
        },
        Retry: TRANSIENT,
        Catch: onFailure("Record failure"),
        Next: "Tell customer: on its way",
      }),
      ...tellCustomer(
        refs,
        "Tell customer: on its way",
        "'Tasty food is on its way! ' & $deliveryPartner & ' is bringing ' & $orderDetails & '!'",
        "Deliver",
      ),
      Deliver: waitForWorker(refs.deliveryStatus, {
        Arguments: { ...work, deliveryPartner: "{% $deliveryPartner %}" },
        ...PATIENCE,
        Catch: onFailure("Record failure"),
        Next: "Record delivered",
      }),
      "Record delivered": updateItem(refs.ordersTable, {
        ...setStatus("DELIVERED"),
        Catch: onFailure("Record failure"),
        Next: "Announce delivery",
      }),
      "Announce delivery": publish(refs.topic, {
        ...announce("OrderDelivered", { status: "DELIVERED", deliveryPartner: "{% $deliveryPartner %}" }),
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell customer: delivered" }],
        Next: "Tell customer: delivered",
      }),
      ...tellCustomer(
        refs,
        "Tell customer: delivered",
        "$orderDetails & ' delivered by ' & $deliveryPartner & '!'",
        "Delivered",
      ),
      Delivered: { Type: "Succeed", Output: { orderId: "{% $orderId %}", status: "DELIVERED" } },
      "Record failure": updateItem(refs.ordersTable, {
        Arguments: {
          Key: { orderId: { S: "{% $orderId %}" } },
          UpdateExpression: "SET #status = :status, updatedAt = :now, failureReason = :reason",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: {
            ":status": { S: "{% $status %}" },
            ":now": { S: "{% $now() %}" },
            ":reason": { S: "{% $reason %}" },
          },
        },
        Retry: TRANSIENT,
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Announce failure" }],
        Next: "Announce failure",
      }),
      "Announce failure": publish(refs.topic, {
        ...announce("OrderFailed", { status: "{% $status %}", reason: "{% $reason %}" }),
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell customer: failed" }],
        Next: "Tell customer: failed",
      }),
      ...tellCustomer(
        refs,
        "Tell customer: failed",
        "'Sorry! Your order ' & $orderDetails & ' cannot be completed: ' & $reason & '.'",
        "Not delivered",
      ),
      "Not delivered": {
        Type: "Succeed",
        Output: { orderId: "{% $orderId %}", status: "{% $status %}", reason: "{% $reason %}" },
      },
    },
  });
}
