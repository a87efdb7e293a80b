import { createRequire } from "node:module";
import { lowerFirst } from "../first-letter.ts";
import type { Checked } from "./dynalite.ts";
import { selectionProblem } from "./selection.ts";

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

/** The members of a shape and what must hold of them, as dynalite has them. */
export interface Types {
  readonly [name: string]: unknown;
}

/** What dynalite checks of an operation's input. */
export interface Validation {
  readonly types: Types;
  readonly custom?: (data: Checked, store: unknown) => string | null | undefined;
}

const require = createRequire(import.meta.url);
const validations = new Map<string, Validation>();

/** A member that dynalite does not know; it is kept through its checks. */
export const RETURN_ON_FAILURE = "ReturnValuesOnConditionCheckFailure";
const RETURN_ON_FAILURE_TYPE = { type: "String", enum: ["ALL_OLD", "NONE"] };

/** What has to hold of an operation's input: dynalite's checks, and what they predate. */
export function validationOf(operation: Validated): Validation {
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
    ...(custom === undefined ? {} : { custom: completed(operation, custom) }),
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

type Custom = NonNullable<Validation["custom"]>;

/** dynalite's checks across members, and those that it lacks. */
function completed(operation: Validated, custom: Custom): Custom {
  switch (operation) {
    case "Scan":
      return (data, store) => firstSegment(data) ?? custom(data, store) ?? selectionProblem(data);
    case "Query":
      return (data, store) => {
        const problem = selectionProblem(data);
        // Alone among these, Query's are told as the framework tells its own (nubo-db/dynoxide#121).
        return custom(data, store) ?? (problem === undefined ? undefined : `1 validation error detected: ${problem}`);
      };
    case "DeleteItem":
      return (data, store) => custom(data, store) ?? returnProblem(data);
    case "BatchWriteItem":
      return (data, store) => twoRequests(data) ?? custom(data, store);
    default:
      return custom;
  }
}

/** dynalite takes a `Segment` of 0 for none at all. */
function firstSegment(data: Checked): string | undefined {
  return data["Segment"] === 0 && data["TotalSegments"] === undefined
    ? "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
    : undefined;
}

/** What DeleteItem can return is what PutItem can. */
function returnProblem({ ReturnValues: wanted = "NONE" }: Checked): string | undefined {
  return wanted === "NONE" || wanted === "ALL_OLD" ? undefined : "ReturnValues can only be ALL_OLD or NONE";
}

/** A request of a batch is a put or a delete. */
function twoRequests(data: Checked): string | undefined {
  const tables = Object.values(data["RequestItems"] ?? {}) as readonly (readonly object[])[];
  return tables.some((requests) => requests.some((request) => Object.keys(request).length > 1))
    ? "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    : undefined;
}
