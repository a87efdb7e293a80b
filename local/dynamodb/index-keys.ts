import { isObject, type Json } from "../json.ts";
import type { Checked } from "./dynalite.ts";
import { validation } from "./errors.ts";
import { indexesOf } from "./items/index-entries.ts";
import type { Description, Item } from "./table.ts";

/**
 * Keys that are empty text or bytes, where dynalite forgets to look: it checks the table's own keys of what is written.
 * The words are AWS's (praetorian-inc/chariot-ui#353; ExtendDB/extenddb#184 for updates).
 */

const EMPTY = (kind: string): string => `The AttributeValue for a key attribute cannot contain an empty ${kind} value.`;
const INVALID = "One or more parameter values are not valid.";

/** @throws AwsError `ValidationException` when an item that is put has an empty key of an index. */
export function refuseEmptyIndexKeys(table: Description | undefined, item: Item): void {
  for (const { IndexName: index, KeySchema: schema = [] } of table === undefined ? [] : indexesOf(table)) {
    for (const { AttributeName: attribute = "" } of schema) {
      const kind = emptyKind(item[attribute]);
      if (kind !== undefined) throw emptyIndexKey(index, attribute, kind);
    }
  }
}

/** @throws AwsError `ValidationException` when an update has left an index with an empty key. */
export function refuseEmptyUpdatedKeys(table: Description | undefined, item: Item): void {
  for (const { KeySchema: schema = [] } of table === undefined ? [] : indexesOf(table)) {
    for (const { AttributeName: attribute = "" } of schema) {
      const kind = emptyKind(item[attribute]);
      if (kind === undefined) continue;
      throw validation(
        `${INVALID} The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY(kind)}`,
      );
    }
  }
}

/** @throws AwsError `ValidationException` when an item that a transaction is about has an empty key of its table. */
export function refuseEmptyKeys(table: Description, item: Item): void {
  for (const { AttributeName: attribute = "" } of table.KeySchema) {
    const kind = emptyKind(item[attribute]);
    if (kind !== undefined) throw validation(`${INVALID} ${EMPTY(kind)} Key: ${attribute}`);
  }
}

/** @throws AwsError `ValidationException` when a query asks for an empty key: there can be no item with it. */
export function refuseEmptyKeyConditions(table: Description | undefined, data: Checked): void {
  const conditions = data["KeyConditions"];
  if (table === undefined || conditions === undefined || conditions === null || !isObject(conditions)) return;
  const index = data["IndexName"];
  const schema =
    typeof index === "string"
      ? indexesOf(table).find(({ IndexName: name }) => name === index)?.KeySchema
      : table.KeySchema;
  for (const { AttributeName: attribute = "" } of schema ?? []) {
    const condition = conditions[attribute];
    const operands = condition !== null && isObject(condition) ? condition["AttributeValueList"] : undefined;
    const kind = Array.isArray(operands) ? operands.map(emptyKind).find((found) => found !== undefined) : undefined;
    if (kind === undefined) continue;
    if (typeof index === "string") throw emptyIndexKey(index, attribute, kind);
    throw validation(`${INVALID} ${EMPTY(kind)} Key: ${attribute}`);
  }
}

/** Whether an update brings any empty text or bytes along: only then can it leave an index with an empty key. */
export function bringsEmptyValue(data: Checked): boolean {
  const values = data["ExpressionAttributeValues"] ?? data["AttributeUpdates"];
  return values !== undefined && values !== null && /"[SB]":""/.test(JSON.stringify(values));
}

function emptyIndexKey(index: string | undefined, attribute: string, kind: string): Error {
  return validation(
    `${INVALID} A value specified for a secondary index key is not supported. ${EMPTY(kind)} IndexName: ${index}, IndexKey: ${attribute}`,
  );
}

function emptyKind(value: Json | Item[string] | undefined): "string" | "binary" | undefined {
  if (value === undefined || value === null || !isObject(value)) return undefined;
  return value["S"] === "" ? "string" : value["B"] === "" ? "binary" : undefined;
}
