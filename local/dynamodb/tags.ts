import type { Permission } from "../aws/service.ts";
import { dynamoError, validation } from "./errors.ts";
import type { DynamoDb } from "./state.ts";
import { type Table, tableNameOf } from "./table.ts";

/** The permission for tags, which are judged by the ARN that the caller gives. */
export function tagPermission(action: string, arn: string | undefined): Permission {
  return { action: `dynamodb:${action}`, resource: arn ?? "*" };
}

/**
 * The table that a tagging request names.
 *
 * @throws AwsError `ValidationException` for an ARN that is none of a table, `ResourceNotFoundException` for one that
 * does not exist.
 */
export function taggedTable(db: DynamoDb, arn: string | undefined): Table {
  if (arn === undefined || !/^arn:[^:]+:dynamodb:[^:]*:\d+:table\/[^/]+$/.test(arn)) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn ?? ""}`);
  }
  const table = db.tables.find(tableNameOf(arn));
  if (table === undefined) {
    throw dynamoError("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${arn} not found`);
  }
  return table;
}
