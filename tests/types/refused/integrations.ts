import { postToConnection } from "../../../statemachines/integrations/apigateway.ts";
import { putItem } from "../../../statemachines/integrations/dynamodb.ts";
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
