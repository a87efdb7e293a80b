import type { Output } from "@pulumi/pulumi";
import type { ResponseMapping, ServiceIntegration } from "../integration.ts";
import type { Template } from "../templates.ts";

/** A table, as its items' writers know it. */
export interface TableReference {
  readonly name: string | Output<string>;
  readonly arn: string | Output<string>;
}

/** A template of an attribute value: `{ S: context("connectionId") }`. */
export type AttributeTemplate = { readonly [type in "S" | "N" | "M" | "L" | "BOOL" | "NULL"]?: Template };

export interface PutItemArgs {
  /** The only table that the role may touch. */
  table: TableReference;
  /** The whole item: one that is there already is replaced. */
  item: Readonly<Record<string, AttributeTemplate>>;
  /** How DynamoDB's answer becomes a reply. */
  responses: readonly ResponseMapping[];
}

/**
 * Writes an item.
 *
 * @example
 * ```ts
 * putItem({ table, item: { connectionId: { S: context("connectionId") } }, responses: [{ key: "/200/" }] })
 * ```
 */
export function putItem({ table, item, responses }: PutItemArgs): ServiceIntegration {
  return {
    kind: "service",
    action: "dynamodb:action/PutItem",
    request: { TableName: table.name, Item: item },
    responses,
    statements: [{ actions: ["dynamodb:PutItem"], resources: [table.arn] }],
  };
}

export interface DeleteItemArgs {
  /** The only table that the role may touch. */
  table: TableReference;
  /** The key attributes, all of them. */
  key: Readonly<Record<string, AttributeTemplate>>;
  /** How DynamoDB's answer becomes a reply. */
  responses: readonly ResponseMapping[];
}

/**
 * Deletes an item; one that is not there is no error.
 *
 * @example
 * ```ts
 * deleteItem({ table, key: { connectionId: { S: context("connectionId") } }, responses: [{ key: "$default" }] })
 * ```
 */
export function deleteItem({ table, key, responses }: DeleteItemArgs): ServiceIntegration {
  return {
    kind: "service",
    action: "dynamodb:action/DeleteItem",
    request: { TableName: table.name, Key: key },
    responses,
    statements: [{ actions: ["dynamodb:DeleteItem"], resources: [table.arn] }],
  };
}

export interface UpdateItemArgs {
  /** The only table that the role may touch. */
  table: TableReference;
  /** The key attributes, all of them. */
  key: Readonly<Record<string, AttributeTemplate>>;
  /** Such as `SET connectionId = :connection`. */
  update: string;
  /** Such as `attribute_exists(orderId)`; an item that fails it is answered with status 400. */
  condition?: string;
  /** What the placeholders of the expressions stand for. */
  values: Readonly<Record<`:${string}`, AttributeTemplate>>;
  /** How DynamoDB's answer becomes a reply. */
  responses: readonly ResponseMapping[];
}

/**
 * Changes attributes of an item.
 *
 * @example
 * ```ts
 * updateItem({ table, key, update: "SET seen = :now", values: { ":now": { N: epochSeconds(0, "text") } }, responses })
 * ```
 */
export function updateItem({ table, key, update, condition, values, responses }: UpdateItemArgs): ServiceIntegration {
  return {
    kind: "service",
    action: "dynamodb:action/UpdateItem",
    request: {
      TableName: table.name,
      Key: key,
      UpdateExpression: update,
      ...(condition === undefined ? {} : { ConditionExpression: condition }),
      ExpressionAttributeValues: values,
    },
    responses,
    statements: [{ actions: ["dynamodb:UpdateItem"], resources: [table.arn] }],
  };
}
