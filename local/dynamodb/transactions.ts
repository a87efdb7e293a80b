import type { CancellationReason, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../aws/error.ts";
import type { JsonObject, Wire } from "../json.ts";
import type { Checked } from "./dynalite.ts";
import { dynamoError, validation } from "./errors.ts";
import type { DynamoDb } from "./state.ts";
import { type Item, withTableName } from "./table.ts";

/** One action of a transaction, checked, with what it does. */
export interface Action {
  readonly kind: "ConditionCheck" | "DeleteItem" | "PutItem" | "UpdateItem";
  readonly data: Checked;
}

/** The most actions in one transaction. */
const MAX_ACTIONS = 100;

/** The name of each member of a transaction's item, and the operation it is a form of. */
const KINDS = { ConditionCheck: "ConditionCheck", Delete: "DeleteItem", Put: "PutItem", Update: "UpdateItem" } as const;

/**
 * Checks the actions of a TransactWriteItems request, before anything is done.
 *
 * @throws AwsError `ValidationException` for a malformed action or two actions on one item.
 */
export function checkActions(db: DynamoDb, items: readonly Wire<TransactWriteItem>[]): Action[] {
  checkCount(items.length, "transactItems");
  const actions = items.map((item) => checkAction(db, item));
  const seen = new Set<string>();
  for (const { data } of actions) {
    const table = db.tables.find(data.TableName ?? "")?.description;
    if (table === undefined) throw dynamoError("ResourceNotFoundException", "Requested resource not found");
    const key = identity(data.Key ?? data.Item ?? {}, table.TableName, table.KeySchema);
    if (seen.has(key)) throw validation("Transaction request cannot include multiple operations on one item");
    seen.add(key);
  }
  return actions;
}

/** @throws AwsError `ValidationException` unless there are 1 to 100. */
export function checkCount(count: number, member: string): void {
  if (count > 0 && count <= MAX_ACTIONS) return;
  const bound = count === 0 ? "greater than or equal to 1" : `less than or equal to ${MAX_ACTIONS}`;
  throw validation(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

/**
 * Does all actions or none.
 *
 * @throws AwsError `TransactionCanceledException` with a reason for each action, in their order.
 */
export function transact(db: DynamoDb, actions: readonly Action[]): void {
  db.items.atomically(() => {
    const reasons = actions.map((action) => attempt(db, action));
    if (reasons.some((reason) => reason.Code !== "None")) throw cancelled(reasons);
  });
}

/** `TransactionCanceledException`, whose message lists the codes. */
export function cancelled(reasons: readonly Wire<CancellationReason>[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  return dynamoError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons as unknown as JsonObject[] },
  );
}

/** Why an action of a transaction failed. */
export function reasonOf(error: unknown): Wire<CancellationReason> {
  if (!(error instanceof AwsError)) throw error;
  switch (error.code) {
    case "ConditionalCheckFailedException":
      return { Code: "ConditionalCheckFailed", ...error.fields, Message: error.message };
    case "ValidationException":
      return { Code: "ValidationError", Message: error.message };
    default:
      throw error;
  }
}

function attempt(db: DynamoDb, { kind, data }: Action): Wire<CancellationReason> {
  try {
    if (kind === "ConditionCheck") db.dynalite.checkCondition(data);
    else db.dynalite.act(kind, data);
    return { Code: "None" };
  } catch (error) {
    return reasonOf(error);
  }
}

function checkAction(db: DynamoDb, item: Wire<TransactWriteItem>): Action {
  const given = Object.entries(item).filter(([, value]) => value !== undefined);
  const [member, action] = given[0] ?? [];
  if (given.length !== 1 || member === undefined || !(member in KINDS)) {
    throw validation(
      "TransactItems can only contain one of Check, Put, Update or Delete: each of its members must have exactly one",
    );
  }
  const kind = KINDS[member as keyof typeof KINDS];
  const named = withTableName(action as object);
  if (kind === "ConditionCheck" && named["ConditionExpression"] === undefined) {
    throw validation("The parameter 'ConditionExpression' is required but was not present in the request");
  }
  return { kind, data: db.dynalite.check(kind === "ConditionCheck" ? "DeleteItem" : kind, named) };
}

function identity(item: Item, table: string, schema: readonly { AttributeName?: string | undefined }[]): string {
  return JSON.stringify([table, ...schema.map(({ AttributeName: name = "" }) => item[name])]);
}
