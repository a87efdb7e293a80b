import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { payment } from "../../statemachines/payment.ts";
import { Component } from "../component.ts";
import { LambdaFunction } from "../lambda-function.ts";
import type { Notifications } from "../notifications.ts";
import { PaymentsTable } from "../payments-table.ts";
import { Queue } from "../queue.ts";
import { StateMachine } from "../state-machine.ts";
import { startExecution } from "../websocket/integrations/step-functions.ts";
import { WebSocketRoute } from "../websocket/route.ts";
import { bodyJson, context } from "../websocket/templates.ts";
import { type Common, connectionsOf } from "./common.ts";

export interface PaymentsArgs extends Common {
  /** Where the outcome is announced. */
  readonly notifications: Notifications;
}

/** Seconds that the payment function may run. */
const TIMEOUT = 30;

const text = { type: "string", minLength: 1 } as const;

/**
 * What stands for a card. `anyOf` around the pattern, because API Gateway logs what is wrong with a frame, and of a text that
 * breaks a pattern it logs the text: a card number, when a client sends one here.
 */
const TOKEN = { type: "string", anyOf: [{ pattern: "^tok_[A-Za-z0-9_]{1,64}$" }] } as const;

/** What `chargeCustomer` takes: a token for a card, and nothing that could be a card (JSON Schema, draft 4). */
const CHARGE_CUSTOMER = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "chargeCustomer",
  type: "object",
  properties: {
    action: text,
    data: {
      type: "object",
      properties: {
        orderId: text,
        customerId: text,
        orderDate: text,
        amount: { type: "number" },
        currency: text,
        paymentToken: TOKEN,
      },
      required: ["orderId", "amount", "paymentToken"],
      additionalProperties: false,
    },
  },
  required: ["action", "data"],
} as const;

/**
 * Payments with a callback (reference 004): the workflow hands a payment and a task token to a queue and waits; a function
 * takes it from there and answers for the token. What cannot be processed ends in a dead-letter queue.
 *
 * @example
 * ```ts
 * const payments = new Payments("payments", { api, account, settings, notifications });
 * ```
 */
export class Payments extends Component {
  readonly nodes: PaymentsNodes;
  readonly routes: readonly WebSocketRoute[];
  readonly stateMachineArn: Output<string>;
  readonly queueUrl: Output<string>;

  constructor(name: string, args: PaymentsArgs, options?: ComponentResourceOptions) {
    super("Payments", name, options);
    const { api, account, settings } = args;
    const parent = { parent: this };
    const failed = new Queue(`${name}-failed`, { retentionDays: 14 }, parent);
    const queue = new Queue(
      `${name}-queue`,
      { deadLetters: { queue: failed, maxReceiveCount: 5 }, visibilityTimeoutSeconds: 6 * TIMEOUT },
      parent,
    );
    const table = new PaymentsTable(`${name}-table`, {}, parent);
    const stateMachine = new StateMachine(
      name,
      {
        account,
        definition: payment,
        refs: {
          queue: { url: queue.queueUrl, arn: queue.queueArn },
          topic: { arn: args.notifications.topicArn },
          connections: connectionsOf(api),
        },
        // Every event, and no execution data: the input may be a card's.
        logLevel: "ALL",
        logRetentionDays: settings.logRetentionDays,
      },
      parent,
    );
    const processor = processorFunction(name, args, { stateMachine, queue, table }, this);
    const mapping = new EventSourceMapping(
      `${name}-mapping`,
      {
        eventSourceArn: queue.queueArn,
        functionName: processor.functionArn,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      parent,
    );
    this.routes = [chargeCustomer(name, args, stateMachine, this)];
    this.nodes = { stateMachine, queue, failed, table, processor, mapping };
    this.stateMachineArn = stateMachine.stateMachineArn;
    this.queueUrl = queue.queueUrl;
    this.registerOutputs({ stateMachineArn: this.stateMachineArn, queueUrl: this.queueUrl });
  }
}

export interface PaymentsNodes {
  readonly stateMachine: StateMachine<object>;
  readonly queue: Queue;
  /** Messages that could not be processed. */
  readonly failed: Queue;
  readonly table: PaymentsTable;
  readonly processor: LambdaFunction;
  readonly mapping: EventSourceMapping;
}

type Needed = Pick<PaymentsNodes, "stateMachine" | "queue" | "table">;

function processorFunction(name: string, args: PaymentsArgs, { stateMachine, queue, table }: Needed, parent: Payments) {
  const { account, settings } = args;
  return new LambdaFunction(
    `${name}-processor`,
    {
      account,
      entry: "payment.ts",
      timeout: TIMEOUT,
      logRetentionDays: settings.logRetentionDays,
      environment: { PAYMENT_OUTCOME: settings.paymentOutcome, PAYMENTS_TABLE: table.tableName },
      statements: [
        { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources: [queue.queueArn] },
        { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [table.tableArn] },
        {
          actions: ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
          resources: [stateMachine.stateMachineArn],
        },
      ],
    },
    { parent },
  );
}

function chargeCustomer(name: string, args: PaymentsArgs, machine: StateMachine<object>, parent: Payments) {
  const integration = startExecution({
    stateMachineArn: machine.stateMachineArn,
    input: { payment: bodyJson("$.data"), connectionId: context("connectionId") },
  });
  const { api, account } = args;
  const model = { name: "chargeCustomer", schema: CHARGE_CUSTOMER };
  return new WebSocketRoute(
    `${name}-charge`,
    { api, account, routeKey: "chargeCustomer", model, integration },
    { parent },
  );
}
