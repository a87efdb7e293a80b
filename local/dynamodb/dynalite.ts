import { createRequire } from "node:module";
import { AwsError } from "../aws/error.ts";
import type { JsonObject } from "../json.ts";
import { dynamoError, validation } from "./errors.ts";
import type { ItemStore, Rows } from "./item-store.ts";
import type { Description, Item } from "./table.ts";

/**
 * The one place that touches dynalite: its validations (which word AWS's refusals), its expression parsers and its
 * actions on items. They are called as dynalite's own HTTP handler calls them, without the HTTP.
 */

/** The operations whose validation dynalite knows. */
export type Validated =
  | "BatchGetItem"
  | "BatchWriteItem"
  | "CreateTable"
  | "DeleteItem"
  | "DeleteTable"
  | "DescribeTable"
  | "DescribeTimeToLive"
  | "GetItem"
  | "ListTables"
  | "PutItem"
  | "Query"
  | "Scan"
  | "UpdateItem"
  | "UpdateTable";

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

interface Types {
  readonly [name: string]: unknown;
}
interface Validation {
  readonly types: Types;
  readonly custom?: (data: Checked, store: Store) => string | null | undefined;
}
interface Store {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, checkStatus: boolean | Found, found?: Found): void;
  getItemDb(table: string): Rows;
  getIndexDb(kind: string, table: string, index: string): Rows;
}
type Found = (error: unknown, table?: Description) => void;
type Done = (error: unknown, output?: JsonObject) => void;
type Action = (store: Store, data: Checked, done: Done) => void;
interface Database {
  createKey(item: Item, table: Description): string;
  validateKey(key: Item, table: Description): Failure | null | undefined;
  checkConditional(data: Checked, item: Item | undefined): Failure | null | undefined;
  updateIndexes(store: Store, table: Description, before: Item | null, after: Item | null, done: Done): void;
  itemSize(item: Item): number;
}
interface Checks {
  checkTypes(data: JsonObject, types: Types): Checked;
  checkValidations(data: Checked, types: Types, custom: Validation["custom"], store: Store): void;
}
interface Failure {
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

const require = createRequire(import.meta.url);
const database = require("dynalite/db") as Database;
const checks = require("dynalite/validations") as Checks;
const validations = new Map<string, Validation>();
const actions = new Map<string, Action>();

/** Items larger than this are refused: 400 KB. */
const MAX_ITEM_SIZE = 400 * 1024;
/** Expressions longer than this are refused, in bytes of UTF-8. */
const MAX_EXPRESSION_SIZE = 4096;
const EXPRESSIONS = [
  "UpdateExpression",
  "ConditionExpression",
  "KeyConditionExpression",
  "FilterExpression",
  "ProjectionExpression",
];

/** What dynalite says otherwise than AWS does today (aws-services.md §5.3). */
const CORRECTIONS: readonly (readonly [RegExp, string])[] = [
  [
    /^One or more parameter values were invalid: (The AttributeValue for a key attribute cannot contain an empty)/,
    "One or more parameter values are not valid. $1",
  ],
];

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
      // dynalite deletes what it does not know from the object it is given, so it gets one of its own.
      const data = checks.checkTypes({ ...input }, types);
      checks.checkValidations(data, types, custom ? more : undefined, this.#store);
      return data;
    } catch (error) {
      throw asAwsError(error);
    }
  }

  /**
   * Carries out an operation on a checked input, before it returns.
   *
   * @throws AwsError as AWS answers.
   */
  act(operation: Exclude<Performed, "Query" | "Scan">, data: Checked): JsonObject {
    if (operation === "PutItem") this.#refuseEmptyIndexKeys(data);
    let outcome: { error: unknown; output: JsonObject | undefined } | undefined;
    actionOf(operation)(this.#store, data, (error, output) => {
      outcome = { error, output };
    });
    if (outcome === undefined) throw new Error(`dynalite did not finish ${operation} at once`);
    if (outcome.error) throw this.#withItem(asAwsError(outcome.error), data);
    return withoutAbsent(outcome.output ?? {});
  }

  /** A query or scan: rows are streamed, so the answer comes a little later. */
  read(operation: "Query" | "Scan", data: Checked): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      actionOf(operation)(this.#store, data, (error, output) =>
        error ? reject(asAwsError(error)) : resolve(withoutAbsent(output ?? {})),
      );
    });
  }

  /** Checks a condition without writing (`ConditionCheck` in a transaction). */
  checkCondition(data: Checked): void {
    const table = this.#existing(data);
    const failure = database.validateKey(data.Key ?? {}, table);
    if (failure) throw asAwsError(failure);
    const failed = database.checkConditional(data, this.#current(data, table));
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

  /** The stored item that a checked write is about. */
  #current(data: Checked, table: Description): Item | undefined {
    const key = data.Key ?? data.Item;
    return key === undefined ? undefined : this.#items.items(table.TableName).map.get(database.createKey(key, table));
  }

  #existing(data: Checked): Description {
    const table = this.#table(data.TableName ?? "");
    if (table === undefined) throw dynamoError("ResourceNotFoundException", "Requested resource not found");
    return table;
  }

  /** dynalite checks the table's own keys for emptiness, and forgets those of the indexes. */
  #refuseEmptyIndexKeys({ TableName: name = "", Item: item = {} }: Checked): void {
    const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [] } = this.#table(name) ?? {};
    for (const { IndexName: index, KeySchema: schema = [] } of [...global, ...local]) {
      for (const { AttributeName: attribute = "" } of schema) {
        const kind = item[attribute]?.S === "" ? "string" : item[attribute]?.B === "" ? "binary" : undefined;
        if (kind === undefined) continue;
        throw validation(
          "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
            `The AttributeValue for a key attribute cannot contain an empty ${kind} value. ` +
            `IndexName: ${index}, IndexKey: ${attribute}`,
        );
      }
    }
  }

  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD` adds the item that failed the condition. */
  #withItem(error: AwsError, data: Checked): AwsError {
    if (error.code !== "ConditionalCheckFailedException" || data[RETURN_ON_FAILURE] !== "ALL_OLD") return error;
    const item = this.#current(data, this.#existing(data));
    return item === undefined ? error : dynamoError(error.code, error.message, { Item: item });
  }
}

/** A member that dynalite does not know; it is kept through its checks. */
const RETURN_ON_FAILURE = "ReturnValuesOnConditionCheckFailure";
const RETURN_ON_FAILURE_TYPE = { type: "String", enum: ["ALL_OLD", "NONE"] };

function validationOf(operation: Validated): Validation {
  const known = validations.get(operation);
  if (known !== undefined) return known;
  const { types, custom } = require(`dynalite/validations/${lowerFirst(operation)}`) as Validation;
  const writes = operation === "PutItem" || operation === "UpdateItem" || operation === "DeleteItem";
  const extended = {
    types: writes
      ? { ...types, [RETURN_ON_FAILURE]: RETURN_ON_FAILURE_TYPE }
      : operation === "UpdateTable"
        ? withoutIndexThroughput(types)
        : types,
    ...(custom === undefined ? {} : { custom }),
  };
  validations.set(operation, extended);
  return extended;
}

/** A new index of an on-demand table has no throughput; dynalite, which predates that, demands one. */
function withoutIndexThroughput(types: Types): Types {
  return JSON.parse(JSON.stringify(types), (_name, value: Record<string, unknown>) => {
    const throughput = value?.["ProvisionedThroughput"] as Record<string, unknown> | undefined;
    if (value?.["Projection"] === undefined || throughput === undefined) return value;
    const { notNull: _, ...optional } = throughput;
    return { ...value, ProvisionedThroughput: optional };
  }) as Types;
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

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const body = (error as Partial<Failure>).body;
  if (body === undefined) throw error;
  const [namespace = "", code = "InternalServerError"] = body.__type.split("#");
  const message = CORRECTIONS.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    body.message ?? body.Message ?? "",
  );
  return new AwsError(code, message, { namespace });
}

/** dynalite names members it has nothing for; on the wire they would be absent. */
function withoutAbsent(output: JsonObject): JsonObject {
  if (!("ConsumedCapacity" in output) || output["ConsumedCapacity"] !== undefined) return output;
  const { ConsumedCapacity: _, ...rest } = output;
  return rest;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
