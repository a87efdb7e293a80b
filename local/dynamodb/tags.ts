import type { Tag } from "@aws-sdk/client-dynamodb";
import { frameworkError } from "../aws/error.ts";
import type { Permission } from "../aws/service.ts";
import type { Wire } from "../json.ts";
import { constraint, dynamoError, invalid, validation } from "./errors.ts";
import type { DynamoDb } from "./state.ts";
import { type Table, tableNameOf } from "./table.ts";

export function tagPermission(action: string, arn: string | undefined): Permission {
  return { action: `dynamodb:${action}`, resource: arn ?? "*" };
}

const DYNAMODB_ARN = /^arn:([^:]+):dynamodb:([^:]*):([^:]*):(.+)$/;
const TABLE_OR_STREAM = /^table\/[^/]+(\/stream\/[^/]+)?$/;

/**
 * The table that a tagging request names.
 *
 * @throws AwsError `ValidationException` for an ARN that is none of a table, `AccessDeniedException` for another
 * account's, `ResourceNotFoundException` for one that does not exist (ack-api-quirks DDB-TABLE-070, -071 and -442).
 */
export function taggedTable(db: DynamoDb, arn: string | undefined): Table {
  if (arn === undefined) throw constraint(null, "resourceArn", "not be null");
  if (!arn.startsWith("arn:")) throw invalid(`ARNs must start with 'arn:': ${arn}`);
  const [, partition, region, account, resource = ""] = DYNAMODB_ARN.exec(arn) ?? [];
  if (partition === undefined) throw invalid(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  const { scope } = db;
  if (region !== scope.region || partition !== scope.partition) {
    throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (account !== scope.account) throw frameworkError("AccessDeniedException", "Access is denied");
  if (!TABLE_OR_STREAM.test(resource)) {
    throw invalid(`Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`);
  }
  const table = resource.includes("/stream/") ? undefined : db.tables.find(tableNameOf(arn));
  if (table === undefined) {
    throw dynamoError("ResourceNotFoundException", `Requested resource not found: ResourceArn: ${arn} not found`);
  }
  return table;
}

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** Letters, digits and blanks of any script, and these marks. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws AwsError `ValidationException` for the first tag that breaks a rule; then none is set (DDB-TABLE-107). */
export function checkTags(tags: readonly Wire<Tag>[]): void {
  const seen = new Set<string>();
  for (const { Key: key, Value: value } of tags) {
    checkTagKey(key);
    if (key?.toLowerCase().startsWith("aws:")) throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    if (value === undefined || value.length > LONGEST_VALUE || !TAG_TEXT.test(value)) {
      throw validation(`The Tag Value provided is invalid, Value: ${value ?? "null"}`);
    }
    if (seen.has(key ?? "")) {
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    seen.add(key ?? "");
  }
  checkTagCount(tags.length);
}

export function checkTagKey(key: string | undefined): void {
  if (key === undefined || key === "" || key.length > LONGEST_KEY || !TAG_TEXT.test(key)) {
    throw validation(`The Tag Key provided is invalid, Key: ${key ?? "null"}`);
  }
}

export function checkTagCount(count: number): void {
  if (count > MOST_TAGS) throw validation("Number of Tags exceed the current limit for the provided ResourceArn");
}
