import { createHash } from "node:crypto";
import type {
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation, Permission } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { dynamoError } from "../errors.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { checkActions, transact } from "../transactions.ts";

/** How long a client token stands for its transaction, in milliseconds. */
const TOKEN_LIFE = 10 * 60 * 1000;

/** Writes up to 100 items, all or none. Each action needs its own permission; there is none for the whole. */
export const transactWriteItems: Operation<
  DynamoDb,
  Wire<TransactWriteItemsCommandInput>,
  Wire<TransactWriteItemsCommandOutput>
> = {
  name: "TransactWriteItems",
  permissions: (input, db) => (input.TransactItems ?? []).flatMap((item) => permissionsOf(db, item)),
  run: (input, _call, db) => {
    const items = input.TransactItems ?? [];
    const token = input.ClientRequestToken;
    if (token !== undefined && isRepeated(db, token, items)) return {};
    transact(db, checkActions(db, items));
    if (token !== undefined) {
      db.transactions.set(token, { content: digest(items), at: db.environment.clock.now() });
    }
    return {};
  },
};

function permissionsOf(db: DynamoDb, item: Wire<TransactWriteItem>): Permission[] {
  const { ConditionCheck: check, Delete: remove, Put: put, Update: update } = item;
  return [
    ...(check === undefined ? [] : [onTable(db, "ConditionCheckItem", check.TableName, { keys: [check.Key] })]),
    ...(remove === undefined ? [] : [onTable(db, "DeleteItem", remove.TableName, { keys: [remove.Key] })]),
    ...(put === undefined ? [] : [onTable(db, "PutItem", put.TableName, { keys: [put.Item] })]),
    ...(update === undefined ? [] : [onTable(db, "UpdateItem", update.TableName, { keys: [update.Key] })]),
  ];
}

/**
 * Whether this very transaction was done already.
 *
 * @throws AwsError `IdempotentParameterMismatchException` when the token was used for another.
 */
function isRepeated(db: DynamoDb, token: string, items: readonly Wire<TransactWriteItem>[]): boolean {
  const horizon = db.environment.clock.now() - TOKEN_LIFE;
  for (const [old, { at }] of db.transactions) {
    if (at >= horizon) break;
    db.transactions.delete(old);
  }
  const known = db.transactions.get(token);
  if (known === undefined) return false;
  if (known.content === digest(items)) return true;
  throw dynamoError(
    "IdempotentParameterMismatchException",
    "The request uses the same client token as a previous, but non-identical request.",
  );
}

function digest(items: readonly Wire<TransactWriteItem>[]): string {
  return createHash("sha256").update(JSON.stringify(items)).digest("base64");
}
