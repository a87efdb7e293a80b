import type { Permission } from "../aws/service.ts";
import { isObject } from "../json.ts";
import type { DynamoDb } from "./state.ts";
import { type Item, tableNameOf } from "./table.ts";

/** The permission for an operation on a table, or on one of its indexes. */
export function onTable(
  db: DynamoDb,
  action: string,
  table: string | undefined,
  options: { index?: string | undefined; keys?: readonly (Item | undefined)[] } = {},
): Permission {
  const { partition, region, account } = db.scope;
  const name = tableNameOf(table ?? "");
  const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
  const permission = {
    action: `dynamodb:${action}`,
    resource: options.index === undefined ? arn : `${arn}/index/${options.index}`,
  };
  const leading = leadingKeys(db, name, options.keys ?? []);
  return leading.length === 0 ? permission : { ...permission, context: { "dynamodb:LeadingKeys": leading } };
}

/** The permission to list what there is: AWS judges it, and words its refusal, by the ARN of all tables. */
export function onAllTables(db: DynamoDb, action: string): Permission {
  const { partition, region, account } = db.scope;
  return { action: `dynamodb:${action}`, resource: `arn:${partition}:dynamodb:${region}:${account}:table/*` };
}

/** The permission for an operation that has no resource of its own, such as DescribeEndpoints. */
export function onNothing(action: string): Permission {
  return { action: `dynamodb:${action}`, resource: "*" };
}

/** The partition keys touched, which conditions on `dynamodb:LeadingKeys` look at. */
function leadingKeys(db: DynamoDb, table: string, keys: readonly (Item | undefined)[]): string[] {
  const name = db.tables.find(table)?.description.KeySchema[0]?.AttributeName;
  if (name === undefined) return [];
  return keys.flatMap((key) => {
    const value = key?.[name];
    const text = value?.S ?? value?.N ?? value?.B;
    return typeof text === "string" ? [text] : [];
  });
}

/** Permissions are asked for before types are checked: what is no list of structures names nothing until the check refuses it. */
export function listed<Item>(items: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(items) ? items.filter((item: Item) => isObject(item)) : [];
}
