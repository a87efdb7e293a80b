import type {
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Task, type TaskFields, type Templated, task } from "./task.ts";

/** A table. */
export interface TableRef {
  readonly name: string;
  readonly arn: string;
}

/** The arguments of an operation but the table, which the integration fills in. */
type Arguments<Input> = { readonly [Key in keyof Omit<Input, "TableName">]: Templated<Omit<Input, "TableName">[Key]> };

/**
 * Reads an item. The result is `{ Item }`, and without `Item` when there is none.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html
 */
export function getItem<const Fields extends TaskFields<Arguments<GetItemCommandInput>>>(
  table: TableRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::dynamodb:getItem"> {
  return itemTask("getItem", "dynamodb:GetItem", table, fields);
}

/** Writes an item. Fails with `DynamoDB.ConditionalCheckFailedException` when the condition does not hold. */
export function putItem<const Fields extends TaskFields<Arguments<PutItemCommandInput>>>(
  table: TableRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::dynamodb:putItem"> {
  return itemTask("putItem", "dynamodb:PutItem", table, fields);
}

/** Changes attributes of an item. The result is `{ Attributes }` if `ReturnValues` asks for some. */
export function updateItem<const Fields extends TaskFields<Arguments<UpdateItemCommandInput>>>(
  table: TableRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::dynamodb:updateItem"> {
  return itemTask("updateItem", "dynamodb:UpdateItem", table, fields);
}

/** Deletes an item; one that is not there is no error. */
export function deleteItem<const Fields extends TaskFields<Arguments<DeleteItemCommandInput>>>(
  table: TableRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::dynamodb:deleteItem"> {
  return itemTask("deleteItem", "dynamodb:DeleteItem", table, fields);
}

function itemTask<const Fields extends object, const Name extends string>(
  name: Name,
  action: string,
  table: TableRef,
  fields: Fields,
): Task<Fields, `arn:aws:states:::dynamodb:${Name}`> {
  return task(`arn:aws:states:::dynamodb:${name}`, fields, { TableName: table.name }, [
    { actions: [action], resources: [table.arn] },
  ]);
}
