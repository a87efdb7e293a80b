import { type ConnectionsRef, postToConnection } from "./integrations/apigateway.ts";
import { getItem, type TableRef } from "./integrations/dynamodb.ts";

/** What telling a customer refers to. */
export interface TellCustomerRefs {
  readonly connections: ConnectionsRef;
  readonly ordersTable: TableRef;
}

/** The states that tell a customer something; the first has the name that was given. */
export type TellCustomer<Name extends string, Next extends string> = {
  readonly [State in Name]: Step<`Find customer (${Lowercase<Name>})` | Next>;
} & {
  readonly [State in `Find customer (${Lowercase<Name>})`]: Step<`Try again (${Lowercase<Name>})` | Next>;
} & {
  readonly [State in `Try again (${Lowercase<Name>})`]: Step<Next>;
};

/** A Task of these three, with the states it goes on to. */
type Step<Target extends string> = {
  readonly Type: "Task";
  readonly Resource: string;
  readonly QueryLanguage: "JSONata";
  readonly Next: Target;
  readonly Catch: readonly { readonly ErrorEquals: readonly string[]; readonly Next: Target }[];
};

/** What went wrong on the way to the customer's connection and may be better a moment later. */
const TRANSIENT = [
  { ErrorEquals: ["ApiGateway.429", "ApiGateway.500", "ApiGateway.503"], IntervalSeconds: 1, MaxAttempts: 2 },
];

/**
 * Sends a frame to the customer of `$orderId`, whose connection `$connectionId` is. It never fails the workflow: when the
 * connection has gone, the order's current one is looked up (`claimOrder` may have changed it) and tried once, and then the
 * workflow goes on. A customer who is there costs one call.
 *
 * @param name - The name of the first state.
 * @param payload - A JSONata expression without delimiters; the frame is `{"Payload": …}`.
 * @param next - The state that the workflow goes on with.
 */
export function tellCustomer<const Name extends string, const Next extends string>(
  refs: TellCustomerRefs,
  name: Name,
  payload: string,
  next: Next,
): TellCustomer<Name, Next> {
  const find = `Find customer (${name.toLowerCase()})`;
  const again = `Try again (${name.toLowerCase()})`;
  const send = (connectionId: string) => ({
    QueryLanguage: "JSONata" as const,
    Arguments: { Path: `{% '/@connections/' & ${connectionId} %}`, RequestBody: { Payload: `{% ${payload} %}` } },
    Retry: TRANSIENT,
    Next: next,
  });
  const states = {
    [name]: postToConnection(refs.connections, {
      ...send("$connectionId"),
      Catch: [
        { ErrorEquals: ["ApiGateway.410"], Next: find },
        { ErrorEquals: ["States.ALL"], Next: next },
      ],
    }),
    [find]: getItem(refs.ordersTable, {
      QueryLanguage: "JSONata",
      Arguments: {
        Key: { orderId: { S: "{% $orderId %}" } },
        ProjectionExpression: "connectionId",
        ConsistentRead: true,
      },
      Output: { connectionId: "{% $states.result.Item.connectionId.S %}" },
      Next: again,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
    }),
    [again]: postToConnection(refs.connections, {
      ...send("$states.input.connectionId"),
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
    }),
  };
  return states as unknown as TellCustomer<Name, Next>;
}
