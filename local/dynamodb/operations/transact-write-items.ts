import { createHash } from "node:crypto";
import type {
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation, Permission } from "../../aws/service.ts";
import { isObject, type Wire } from "../../json.ts";
import { type Touched, transactedCapacity } from "../consumed-capacity.ts";
import type { Checked } from "../dynalite.ts";
import { constraint, serialization, transactionError } from "../errors.ts";
import { collectionsMetrics, type Written } from "../item-collections.ts";
import { listed, onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import type { Item } from "../table.ts";
import { type Action, checkActions, transact } from "../transactions.ts";

/** How long a client token stands for its transaction, in milliseconds. */
const TOKEN_LIFE = 10 * 60 * 1000;
const LONGEST_TOKEN = 36;

/** Writes up to 100 items, all or none. Each action needs its own permission; there is none for the whole. */
export const transactWriteItems: Operation<
  DynamoDb,
  Wire<TransactWriteItemsCommandInput>,
  Wire<TransactWriteItemsCommandOutput>
> = {
  name: "TransactWriteItems",
  permissions: (input, db) => listed(input.TransactItems).flatMap((item) => permissionsOf(db, item)),
  run: (input, _call, db) => {
    const { TransactItems: items = [], ClientRequestToken: token, ReturnConsumedCapacity: mode } = input;
    checkToken(token);
    const sizeOf = (item: Item): number => db.dynalite.sizeOf(item);
    const repeated = token !== undefined && isRepeated(db, token, items);
    const actions = checkActions(db, input.TransactItems);
    const stored = () => actions.map(({ data }) => db.dynalite.stored(data));
    // A repeated transaction is read, and costs what reading its items costs (API reference, TransactWriteItems).
    if (repeated) return transactedCapacity(mode, "Read", touched(db, actions, stored()), sizeOf);
    const before = mode === undefined ? [] : stored();
    transact(db, actions);
    if (token !== undefined) {
      db.transactions.set(token, { content: digest(items), at: db.environment.clock.now() });
    }
    const written = actions.filter(({ kind }) => kind !== "ConditionCheck").map(({ data }) => writtenBy(db, data));
    const metrics = collectionsMetrics(input.ReturnItemCollectionMetrics, written);
    if (mode === undefined) return metrics;
    return { ...transactedCapacity(mode, "Write", touched(db, actions, stored(), before), sizeOf), ...metrics };
  },
};

/** @throws AwsError unless it is a text of at most 36 characters. */
function checkToken(token: unknown): void {
  if (token === undefined) return;
  if (isObject(token)) throw serialization("Start of structure or map found where not expected");
  if (Array.isArray(token)) throw serialization("Unrecognized collection type class java.lang.String");
  if (typeof token !== "string")
    throw serialization(
      `${(typeof token === "number" ? "number" : String(token)).toUpperCase()}_VALUE cannot be converted to String`,
    );
  if (token.length > LONGEST_TOKEN) {
    throw constraint(token, "clientRequestToken", `have length less than or equal to ${LONGEST_TOKEN}`);
  }
}

function writtenBy(db: DynamoDb, { TableName: table = "", Key: key, Item: item }: Checked): Written {
  return { table: db.tables.get(table).description, item: key ?? item ?? {} };
}

function touched(
  db: DynamoDb,
  actions: readonly Action[],
  after: readonly (Item | undefined)[],
  before: readonly (Item | undefined)[] = [],
): Touched[] {
  return actions.map(({ data }, index) => ({
    table: db.tables.get(data.TableName ?? "").description,
    before: before[index],
    after: after[index],
  }));
}

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
  throw transactionError(
    "IdempotentParameterMismatchException",
    "The request uses the same client token as a previous, but non-identical request.",
  );
}

function digest(items: readonly Wire<TransactWriteItem>[]): string {
  return createHash("sha256").update(JSON.stringify(items)).digest("base64");
}
