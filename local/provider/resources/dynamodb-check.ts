import type { CheckFailure, Properties } from "../handler.ts";
import { isOnDemand, type TableArgs, tableArgs } from "./dynamodb-shapes.ts";

/** What a table can be made from on AWS and not here. */
const UNSUPPORTED = [
  "importTable",
  "restoreBackupArn",
  "restoreSourceName",
  "restoreSourceTableArn",
  "globalTableWitness",
];

/** Constraints of a table that span several properties, as the Terraform provider and AWS have them. */
export function checkTable(inputs: Properties, unknown: ReadonlySet<string>): CheckFailure[] {
  const args = tableArgs(inputs);
  const failures: CheckFailure[] = UNSUPPORTED.filter((name) => inputs[name] !== undefined).map((property) => ({
    property,
    reason: "is not served by the local runtime: leave it out of local runs",
  }));
  if (((inputs["replicas"] ?? []) as readonly unknown[]).length > 0) {
    failures.push({
      property: "replicas",
      reason: "global tables are not served by the local runtime: leave them out of local runs",
    });
  }
  if (isOnDemand(args) && ((args.readCapacity ?? 0) > 0 || (args.writeCapacity ?? 0) > 0)) {
    failures.push({ property: "readCapacity", reason: "cannot be set when billingMode is PAY_PER_REQUEST" });
  }
  if (args.streamEnabled === true && !args.streamViewType && !unknown.has("streamViewType")) {
    failures.push({ property: "streamViewType", reason: "is required when streamEnabled is true" });
  }
  if (args.serverSideEncryption?.enabled === false && args.serverSideEncryption.kmsKeyArn) {
    failures.push({ property: "serverSideEncryption.kmsKeyArn", reason: "can only be set when enabled is true" });
  }
  if (args.ttl?.enabled === true && !args.ttl.attributeName && !unknown.has("ttl")) {
    failures.push({ property: "ttl.attributeName", reason: "is required when ttl.enabled is true" });
  }
  return [...failures, ...checkCapacity(args, unknown), ...checkIndexes(args), ...checkAttributes(args, unknown)];
}

/** AWS takes no provisioned table without capacity; neither does the provider, whose documentation calls it required. */
function checkCapacity(args: TableArgs, unknown: ReadonlySet<string>): CheckFailure[] {
  if (isOnDemand(args) || unknown.has("billingMode")) return [];
  const capacities = ["readCapacity", "writeCapacity"] as const;
  return capacities
    .filter((property) => (args[property] ?? 0) < 1 && !unknown.has(property))
    .map((property) => ({ property, reason: "must be at least 1 when billingMode is PROVISIONED" }));
}

/** What the projection says and what it leaves open exclude each other (AmazonDynamoDB API, Projection). */
function checkIndexes(args: TableArgs): CheckFailure[] {
  const all = (["globalSecondaryIndexes", "localSecondaryIndexes"] as const).flatMap((property) =>
    (args[property] ?? []).map((index, place) => ({ index, path: `${property}[${place}]` })),
  );
  return all.flatMap(({ index, path }) => {
    const { projectionType, nonKeyAttributes = [], keySchemas = [], hashKey } = index;
    const failures: CheckFailure[] = [];
    const property = `${path}.nonKeyAttributes`;
    if (projectionType === "INCLUDE" && nonKeyAttributes.length === 0) {
      failures.push({ property, reason: "is required when projectionType is INCLUDE" });
    } else if (projectionType !== "INCLUDE" && nonKeyAttributes.length > 0) {
      failures.push({ property, reason: "can only be set when projectionType is INCLUDE" });
    }
    if (keySchemas.length > 0 && hashKey !== undefined && hashKey !== "") {
      failures.push({ property: `${path}.keySchemas`, reason: "conflicts with hashKey and rangeKey" });
    }
    const several = ["HASH", "RANGE"].some((type) => keySchemas.filter((key) => key.keyType === type).length > 1);
    if (several) {
      failures.push({
        property: `${path}.keySchemas`,
        reason: "keys of several attributes are not served by the local runtime: leave them out of local runs",
      });
    }
    return failures;
  });
}

/** The provider compares the attributes with the keys before it calls AWS, and names both sides. */
function checkAttributes(args: TableArgs, unknown: ReadonlySet<string>): CheckFailure[] {
  const open = ["attributes", "hashKey", "rangeKey", "globalSecondaryIndexes", "localSecondaryIndexes"];
  if (open.some((name) => unknown.has(name))) return [];
  const indexes = [...(args.globalSecondaryIndexes ?? []), ...(args.localSecondaryIndexes ?? [])];
  const keys = [args, ...indexes].flatMap((one) => [
    one.hashKey,
    one.rangeKey,
    ...("keySchemas" in one ? (one.keySchemas ?? []).map((key) => key.attributeName) : []),
  ]);
  const used = new Set(keys.filter((key) => key !== undefined && key !== ""));
  const defined = new Set((args.attributes ?? []).map((attribute) => attribute.name));
  const missing = [...used].filter((name) => !defined.has(name as string));
  const unused = [...defined].filter((name) => !used.has(name));
  return [
    ...(missing.length === 0
      ? []
      : [{ property: "attributes", reason: `all indexed attributes must be defined: missing ${missing.join(", ")}` }]),
    ...(unused.length === 0
      ? []
      : [{ property: "attributes", reason: `all attributes must be indexed: unused ${unused.join(", ")}` }]),
  ];
}
