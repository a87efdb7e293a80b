import type { JsonObject } from "../../json.ts";
import { ERRORS, withMetadata } from "./optimized.ts";
import { argumentsOf, callAs, type Integration } from "./task-context.ts";

const OPERATIONS: Readonly<Record<string, string>> = {
  getItem: "GetItem",
  putItem: "PutItem",
  updateItem: "UpdateItem",
  deleteItem: "DeleteItem",
};

/** `dynamodb:getItem|putItem|updateItem|deleteItem`: arguments and result are the API's own (DG/connect-ddb). */
export const dynamodb: Integration = async (task, context) => {
  const operation = OPERATIONS[task.resource.action] ?? task.resource.action;
  const input = argumentsOf(task) as JsonObject;
  const answer = await callAs(task, context, "dynamodb", operation, input, ERRORS.dynamodb);
  return withMetadata(context, "dynamodb", answer, answer.output);
};
