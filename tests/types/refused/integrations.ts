import { postToConnection } from "../../../statemachines/integrations/apigateway.ts";
import { putItem } from "../../../statemachines/integrations/dynamodb.ts";
import { invoke } from "../../../statemachines/integrations/http.ts";
import { sendMessageAndWaitForTaskToken } from "../../../statemachines/integrations/sqs.ts";

const table = { name: "orders", arn: "arn:aws:dynamodb:us-east-1:123456789012:table/orders" };
const queue = {
  url: "https://sqs.us-east-1.amazonaws.com/123456789012/q",
  arn: "arn:aws:sqs:us-east-1:123456789012:q",
};
const connections = { host: "abc.execute-api.us-east-1.amazonaws.com", stage: "dev", arn: "arn:aws:execute-api:…" };

putItem(table, {
  Arguments: {
    // refused: Type 'number' is not assignable to type
    Item: { orderId: { S: 5 } },
  },
  End: true,
});

putItem(table, {
  // refused: Property 'Item' is missing
  Arguments: { ConditionExpression: "attribute_not_exists(orderId)" },
  End: true,
});

sendMessageAndWaitForTaskToken(queue, {
  // refused: Property 'MessageBody' is missing
  Arguments: {},
  End: true,
});

postToConnection(connections, {
  // refused: Property 'RequestBody' is missing
  Arguments: { Path: "/@connections/1" },
  End: true,
});

const connection = { arn: "arn:aws:events:…", secretArn: "arn:aws:secretsmanager:…" };
const orders = { url: "https://api.example.com/orders", method: "POST", connection } as const;
const anyOrder = { url: "https://api.example.com/orders/*", method: "GET", connection } as const;

invoke(orders, {
  Arguments: {
    // refused: is not assignable to type '"credentials belong into the connection"'
    Headers: { Authorization: "Bearer mine" },
  },
  End: true,
});

invoke(orders, {
  Arguments: {
    // refused: Type '"DOTS"' is not assignable to type
    Transform: { RequestBodyEncoding: "URL_ENCODED", RequestEncodingOptions: { ArrayFormat: "DOTS" } },
  },
  End: true,
});

invoke(orders, {
  // refused: is not assignable to type '"the endpoint is known: only a URL with * leaves it open"'
  Arguments: { ApiEndpoint: "https://example.com/" },
  End: true,
});

invoke(anyOrder, {
  // refused: Property 'ApiEndpoint' is missing
  Arguments: { QueryParameters: { limit: 10 } },
  End: true,
});

invoke(
  // refused: Type '"TRACE"' is not assignable to type
  { url: "https://api.example.com/orders", method: "TRACE", connection },
  { Arguments: {}, End: true },
);
