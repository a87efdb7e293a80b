import { createRequire } from "node:module";
import type { AwsError } from "../aws/error.ts";
import { lowerFirst } from "../first-letter.ts";
import type { JsonObject } from "../json.ts";
import { checkTypes, type Members } from "./check-types.ts";
import { withIndexes } from "./consumed-capacity.ts";
import { asAwsError } from "./corrections.ts";
import { type Conditional, type Done, database, type Store } from "./database.ts";
import { dynamoError, validation } from "./errors.ts";
import { checkOperands } from "./expressions/operands.ts";
import { EXPRESSIONS } from "./expressions/parsers.ts";
import {
  bringsEmptyValue,
  refuseEmptyIndexKeys,
  refuseEmptyKeyConditions,
  refuseEmptyUpdatedKeys,
} from "./index-keys.ts";
import { collectionMetrics, collectionsMetrics } from "./item-collections.ts";
import type { ItemStore } from "./item-store.ts";
import { checkDepth } from "./items/depth.ts";
import { performUpdate } from "./items/update-action.ts";
import type { Description, Item } from "./table.ts";
import { RETURN_ON_FAILURE, type Types, type Validated, type Validation, validationOf } from "./validations.ts";

/**
 * Where dynalite is called: its validations (which word AWS's refusals), its expression parsers and its actions on items.
 * They are called as dynalite's own HTTP handler calls them, without the HTTP; what they do with items is ours (`database.ts`).
 */

/** The operations that dynalite carries out. */
export type Performed =
  | "BatchGetItem"
  | "BatchWriteItem"
  | "DeleteItem"
  | "GetItem"
  | "PutItem"
  | "Query"
  | "Scan"
  | "UpdateItem";

/** An input after dynalite's checks, with its expressions parsed. */
export type Checked = JsonObject & { readonly TableName?: string; readonly Key?: Item; readonly Item?: Item };

type Action = (store: Store, data: never, done: Done) => void;
interface Checks {
  checkValidations(data: Checked, types: Types, custom: Validation["custom"], store: Store): void;
}
const require = createRequire(import.meta.url);
const checks = require("dynalite/validations") as Checks;
const actions = new Map<string, Action>([["UpdateItem", performUpdate]]);

/** Items larger than this are refused: 400 KB. */
const MAX_ITEM_SIZE = 400 * 1024;
/** One BatchGetItem answers 16 MB (API reference); dynalite adds a megabyte, less three bytes, to what it takes for the largest item. */
const MAX_BATCH = { maxItemSize: 15 * 1024 * 1024 + 3 } as const;
/** Expressions longer than this are refused, in bytes of UTF-8. */
const MAX_EXPRESSION_SIZE = 4096;
/** dynalite over this runtime's tables and items. */
export class Dynalite {
  readonly #store: Store;
  readonly #items: ItemStore;
  readonly #table: (name: string) => Description | undefined;

  constructor(items: ItemStore, table: (name: string) => Description | undefined) {
    this.#items = items;
    this.#table = table;
    this.#store = {
      options: { maxItemSize: MAX_ITEM_SIZE },
      getTable: (name, checkStatus, found) => {
        const done = typeof checkStatus === "function" ? checkStatus : found;
        const description = table(name);
        if (description !== undefined) done?.(null, description);
        else done?.(dynamoError("ResourceNotFoundException", "Requested resource not found"));
      },
      getItemDb: (name) => items.items(name),
      getIndexDb: (_kind, name, index) => items.index(name, index),
    };
  }

  /**
   * Checks an input as AWS does before it looks at any table, and parses its expressions.
   *
   * @param custom whether to run the checks that span several members as well.
   * @throws AwsError `ValidationException` or `SerializationException`.
   */
  check(operation: Validated, input: JsonObject, custom = true): Checked {
    for (const name of EXPRESSIONS) {
      const expression = input[name];
      if (typeof expression === "string") checkExpressionSize(name, expression);
    }
    const { types, custom: more } = validationOf(operation);
    try {
      const data = checkTypes(input, types as Members) as Checked;
      checks.checkValidations(data, types, custom ? more : undefined, this.#store);
      checkOperands(data);
      for (const { Item: item } of writesOf(operation, data)) if (item !== undefined) checkDepth(item);
      return data;
    } catch (error) {
      throw asAwsError(error, input, operation);
    }
  }

  /**
   * Carries out an operation on a checked input, before it returns.
   *
   * @throws AwsError as AWS answers.
   */
  act(operation: Exclude<Performed, "Query" | "Scan">, data: Checked): JsonObject {
    const writes = writesOf(operation, data);
    for (const { TableName: table = "", Item: item } of writes) {
      if (item !== undefined) refuseEmptyIndexKeys(this.#table(table), item);
    }
    const output = this.#measured(operation, data, writes);
    const metrics = data["ReturnItemCollectionMetrics"];
    if (metrics !== "SIZE") return output;
    const written = writes.map((write) => ({ table: this.#existing(write), item: write.Key ?? write.Item ?? {} }));
    const [only] = written;
    if (operation === "BatchWriteItem") return { ...output, ...collectionsMetrics(metrics, written) };
    return only === undefined ? output : { ...output, ...collectionMetrics(metrics, only) };
  }

  /** Says what an operation cost, when it was asked to. */
  #measured(operation: Exclude<Performed, "Query" | "Scan">, data: Checked, writes: readonly Checked[]): JsonObject {
    const mode = data["ReturnConsumedCapacity"];
    if (mode !== "TOTAL" && mode !== "INDEXES") return this.#write(operation, data);
    const before = writes.map((write) => this.stored(write));
    const output = this.#write(operation, data);
    const touched = writes.map((write, index) => ({
      table: this.#existing(write),
      before: before[index],
      after: this.stored(write),
    }));
    return withIndexes(output, touched, database.itemSize);
  }

  /** An update that brings an empty value along is taken back when an index ends up with it as its key. */
  #write(operation: Exclude<Performed, "Query" | "Scan">, data: Checked): JsonObject {
    if (operation !== "UpdateItem" || !bringsEmptyValue(data)) return this.#perform(operation, data);
    return this.#items.atomically(() => {
      const output = this.#perform(operation, data);
      const table = this.#existing(data);
      refuseEmptyUpdatedKeys(table, this.#current(data, table) ?? {});
      return output;
    });
  }

  #perform(operation: Exclude<Performed, "Query" | "Scan">, data: Checked): JsonObject {
    let outcome: { error: unknown; output: JsonObject | undefined } | undefined;
    const store = operation === "BatchGetItem" ? { ...this.#store, options: MAX_BATCH } : this.#store;
    actionOf(operation)(store, data as never, (error, output) => {
      outcome = { error, output };
    });
    if (outcome === undefined) throw new Error(`dynalite did not finish ${operation} at once`);
    if (outcome.error) throw this.#withItem(asAwsError(outcome.error), data);
    return withoutAbsent(outcome.output ?? {});
  }

  /** A query or scan. */
  read(operation: "Query" | "Scan", data: Checked): Promise<JsonObject> {
    if (operation === "Query") refuseEmptyKeyConditions(this.#table(data.TableName ?? ""), data);
    return new Promise((resolve, reject) => {
      actionOf(operation)(this.#store, data as never, (error, output) =>
        error ? reject(asAwsError(error)) : resolve(withoutAbsent(output ?? {})),
      );
    });
  }

  /** Checks a condition without writing (`ConditionCheck` in a transaction). */
  checkCondition(data: Checked): void {
    const table = this.#existing(data);
    const failure = database.validateKey(data.Key ?? {}, table);
    if (failure) throw asAwsError(failure);
    const failed = database.checkConditional(data as Conditional, this.#current(data, table));
    if (failed) throw this.#withItem(asAwsError(failed), data);
  }

  /** The key an item is stored under. */
  keyOf(item: Item, table: Description): string {
    return database.createKey(item, table);
  }

  /** The size AWS counts for an item, in bytes. */
  sizeOf(item: Item): number {
    return database.itemSize(item);
  }

  /** Enters an item into the indexes of a table, or only into those of `table` as given (a table with one index). */
  index(table: Description, item: Item): void {
    database.updateIndexes(this.#store, table, null, item, () => undefined);
  }

  /** The stored item that a checked write is about, if it and its table are there. */
  stored(data: Checked): Item | undefined {
    const table = this.#table(data.TableName ?? "");
    if (table === undefined) return undefined;
    const named = data.Key ?? data.Item ?? {};
    const key = Object.fromEntries(table.KeySchema.map(({ AttributeName: name = "" }) => [name, named[name]] as const));
    return database.validateKey(key as Item, table) ? undefined : this.#current(data, table);
  }

  #current(data: Checked, table: Description): Item | undefined {
    const key = data.Key ?? data.Item;
    return key === undefined ? undefined : this.#items.items(table.TableName).map.get(database.createKey(key, table));
  }

  #existing(data: Checked): Description {
    const table = this.#table(data.TableName ?? "");
    if (table === undefined) throw dynamoError("ResourceNotFoundException", "Requested resource not found");
    return table;
  }

  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD` adds the item that failed the condition. */
  #withItem(error: AwsError, data: Checked): AwsError {
    if (error.code !== "ConditionalCheckFailedException" || data[RETURN_ON_FAILURE] !== "ALL_OLD") return error;
    const item = this.#current(data, this.#existing(data));
    return item === undefined ? error : dynamoError(error.code, error.message, { Item: item });
  }
}

/** The writes in a request, each with its table and its item or key. */
function writesOf(operation: string, data: Checked): readonly Checked[] {
  if (operation === "PutItem" || operation === "UpdateItem" || operation === "DeleteItem") return [data];
  if (operation !== "BatchWriteItem") return [];
  const tables = data["RequestItems"] as unknown as Readonly<Record<string, readonly WriteRequest[]>>;
  return Object.entries(tables).flatMap(([TableName, requests]) =>
    requests.map(({ PutRequest: put, DeleteRequest: remove }) => ({ TableName, ...put, ...remove })),
  );
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

function actionOf(operation: Performed): Action {
  const known = actions.get(operation);
  if (known !== undefined) return known;
  const action = require(`dynalite/actions/${lowerFirst(operation)}`) as Action;
  actions.set(operation, action);
  return action;
}

function checkExpressionSize(name: string, expression: string): void {
  if (expression.length * 3 <= MAX_EXPRESSION_SIZE) return;
  const size = Buffer.byteLength(expression);
  if (size > MAX_EXPRESSION_SIZE) {
    throw validation(
      `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${size}`,
    );
  }
}

/** dynalite names members it has nothing for; on the wire they would be absent. */
function withoutAbsent(output: JsonObject): JsonObject {
  if (!("ConsumedCapacity" in output) || output["ConsumedCapacity"] !== undefined) return output;
  const { ConsumedCapacity: _, ...rest } = output;
  return rest;
}
