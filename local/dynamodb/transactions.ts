import type { CancellationReason, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../aws/error.ts";
import { lowerFirst } from "../first-letter.ts";
import { isObject, type JsonObject, type Wire } from "../json.ts";
import type { Checked } from "./dynalite.ts";
import { constraint, dynamoError, serialization, transactionError, validation } from "./errors.ts";
import { refuseEmptyIndexKeys, refuseEmptyKeys } from "./index-keys.ts";
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

/** What an action must have besides what its operation needs (model: ConditionCheck, Update). */
const REQUIRED = { ConditionCheck: "ConditionExpression", UpdateItem: "UpdateExpression" } as const;

/**
 * Checks the actions of a TransactWriteItems request, before anything is done.
 *
 * @throws AwsError `ValidationException` for a malformed action, two actions on one item or an empty key.
 */
export function checkActions(db: DynamoDb, items: readonly Wire<TransactWriteItem>[] | undefined): Action[] {
  const actions = checkItems(items).map((item, index) => checkAction(db, item, index));
  const seen = new Set<string>();
  for (const { kind, data } of actions) {
    const table = db.tables.find(data.TableName ?? "")?.description;
    if (table === undefined) throw dynamoError("ResourceNotFoundException", "Requested resource not found");
    // Empty keys are refused before the transaction; keys of another type cancel it (paritysuite/dynamodb-conformance#46).
    refuseEmptyKeys(table, data.Key ?? data.Item ?? {});
    if (kind === "PutItem") refuseEmptyIndexKeys(table, data.Item ?? {});
    const key = identity(data.Key ?? data.Item ?? {}, table.TableName, table.KeySchema);
    if (seen.has(key)) throw validation("Transaction request cannot include multiple operations on one item");
    seen.add(key);
  }
  return actions;
}

/** @throws AwsError `ValidationException` unless there are 1 to 100, `SerializationException` unless they are structures. */
export function checkItems<Item>(items: readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) throw constraint(null, "transactItems", "not be null");
  if (isObject(items)) throw serialization("Start of structure or map found where not expected");
  if (!Array.isArray(items)) throw serialization("Unexpected field type");
  if (items.some((item) => !isObject(item))) throw serialization("Unexpected value type in payload");
  if (items.length === 0) throw constraint("[]", "transactItems", "have length greater than or equal to 1");
  if (items.length <= MAX_ACTIONS) return items;
  // AWS shows all the actions as Java does, with members that nobody else knows of.
  throw validation(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ACTIONS}`,
  );
}

/** Runs the check of one action, whose constraints name members by their place in the whole request. */
export function within<Result>(place: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
    throw validation(
      error.message.replace(/ at '(?=[a-z])(.+?)' failed to satisfy/g, ` at '${place}.$1' failed to satisfy`),
    );
  }
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
  return transactionError(
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

function checkAction(db: DynamoDb, item: Wire<TransactWriteItem>, index: number): Action {
  const given = Object.entries(item).filter(
    ([member, value]) => Object.hasOwn(KINDS, member) && value !== undefined && value !== null,
  );
  const [member, action] = given[0] ?? [];
  if (member === undefined) {
    throw validation("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  }
  if (given.length > 1) {
    throw validation(
      "TransactItems can only contain one of Check, Put, Update or Delete: each of its members must have exactly one",
    );
  }
  const kind = KINDS[member as keyof typeof KINDS];
  const named = withTableName(action as object);
  const place = `transactItems.${index + 1}.member.${lowerFirst(member)}`;
  return within(place, () => {
    const data = db.dynalite.check(kind === "ConditionCheck" ? "DeleteItem" : kind, named);
    const required = kind === "ConditionCheck" || kind === "UpdateItem" ? REQUIRED[kind] : undefined;
    if (required !== undefined && (named[required] === undefined || named[required] === null)) {
      throw constraint(null, lowerFirst(required), "not be null");
    }
    return { kind, data };
  });
}

function identity(item: Item, table: string, schema: readonly { AttributeName?: string | undefined }[]): string {
  return JSON.stringify([table, ...schema.map(({ AttributeName: name = "" }) => item[name])]);
}
