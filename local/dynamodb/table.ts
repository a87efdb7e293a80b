import type { AttributeValue, TableDescription, TimeToLiveStatus } from "@aws-sdk/client-dynamodb";
import type { JsonObject, Wire } from "../json.ts";

/** An item as the JSON protocol has it. */
export type Item = Readonly<Record<string, Wire<AttributeValue>>>;

type Always =
  | "TableName"
  | "TableArn"
  | "KeySchema"
  | "AttributeDefinitions"
  | "ProvisionedThroughput"
  | "CreationDateTime";

/** `TableDescription` with the members that every table has. */
export type Description = Omit<Wire<TableDescription>, Always> & {
  [Name in Always]: NonNullable<Wire<TableDescription>[Name]>;
};

/** A table: what DescribeTable says, and what other operations say of it. Its items are in the item store. */
export interface Table {
  description: Description;
  timeToLive: { readonly attribute: string; readonly status: TimeToLiveStatus } | undefined;
  recovery: { readonly days: number; readonly since: number } | undefined;
  tags: Readonly<Record<string, string>>;
}

/** The name in a table's ARN, or the name itself: since 2023 every `TableName` may be an ARN. */
export function tableNameOf(nameOrArn: unknown): string {
  if (typeof nameOrArn !== "string") return "";
  const at = nameOrArn.indexOf(":table/");
  return at < 0 ? nameOrArn : (nameOrArn.slice(at + 7).split("/")[0] ?? nameOrArn);
}

/** Whether a table pays per request. */
export function isOnDemand(description: Description): boolean {
  return description.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
}

/** An input whose `TableName` is a name, whatever the caller gave. */
export function withTableName<Input extends object>(
  input: Input & { readonly TableName?: string | undefined },
): JsonObject {
  const name: unknown = input.TableName;
  return (
    typeof name === "string" && name.startsWith("arn:") ? { ...input, TableName: tableNameOf(name) } : input
  ) as JsonObject;
}

/** The same for the operations whose `RequestItems` are keyed by table. */
export function withTableNames(input: { readonly RequestItems?: object | undefined }): JsonObject {
  const items = Object.entries(input.RequestItems ?? {});
  if (!items.some(([table]) => table.startsWith("arn:"))) return input as JsonObject;
  return { ...input, RequestItems: Object.fromEntries(items.map(([table, item]) => [tableNameOf(table), item])) };
}
