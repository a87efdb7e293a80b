import { crc32 } from "node:zlib";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { InvokeHandler, Properties } from "../handler.ts";

const VERSION = "2012-10-17";

/**
 * `aws.iam.getPolicyDocument`: the document as the Terraform provider writes it. Members come in its order, a list of
 * one is written as a text, longer lists of actions, resources and principals come in descending order, and `<`, `>`
 * and `&` are escaped as Go's JSON encoder does.
 *
 * @throws Error when two source documents have a statement of one Sid, or a source is no JSON.
 */
export const getPolicyDocument: InvokeHandler = {
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  invoke: async (args) => {
    const version = text(args["version"]) ?? VERSION;
    const sources = documents([args["sourceJson"], ...list(args["sourcePolicyDocuments"])]);
    refuseRepeatedSids(sources);
    const own = list(args["statements"]).map((statement) => statementOf(properties(statement), version));
    const overrides = documents([...list(args["overridePolicyDocuments"]), args["overrideJson"]]);

    let id = text(args["policyId"]);
    let statements: readonly JsonObject[] = [];
    for (const source of sources) {
      id ??= text(source["Id"]);
      statements = merged(statements, statementsOf(source));
    }
    statements = merged(statements, own);
    for (const override of overrides) {
      id = text(override["Id"]) ?? id;
      statements = merged(statements, statementsOf(override));
    }
    const document = { Version: version, ...(id === undefined ? {} : { Id: id }), Statement: statements };
    const json = escaped(JSON.stringify(document, null, 2));
    return { ...args, version, id: String(crc32(json)), json, minifiedJson: escaped(JSON.stringify(document)) };
  },
};

/** A statement of the arguments in the order of members of the Terraform provider. */
function statementOf(statement: Properties, version: string): JsonObject {
  const result: Record<string, Json | undefined> = {};
  const sid = text(statement["sid"]);
  if (sid !== undefined) result["Sid"] = sid;
  result["Effect"] = text(statement["effect"]) ?? "Allow";
  const sets = { Action: "actions", NotAction: "notActions", Resource: "resources", NotResource: "notResources" };
  for (const [member, argument] of Object.entries(sets)) {
    const values = texts(statement[argument]);
    const variables = member.endsWith("Resource");
    if (values.length > 0)
      result[member] = oneOrMany(variables ? values.map((value) => withVariables(value, version)) : values);
  }
  for (const [member, argument] of Object.entries({ Principal: "principals", NotPrincipal: "notPrincipals" })) {
    const principals = list(statement[argument]).map(properties);
    if (principals.length > 0) result[member] = principalsOf(principals, version);
  }
  const conditions = list(statement["conditions"]).map(properties);
  if (conditions.length > 0) result["Condition"] = conditionsOf(conditions, version);
  return result;
}

/** `*` of the type `*` is written bare: for roles it means more than `{"AWS": "*"}`. */
function principalsOf(principals: readonly Properties[], version: string): Json {
  if (principals.length === 1 && principals[0]?.["type"] === "*") return "*";
  const byType = new Map<string, string[]>();
  for (const principal of principals) {
    const identifiers = texts(principal["identifiers"]).map((value) => withVariables(value, version));
    const type = String(principal["type"]);
    byType.set(type, [...(byType.get(type) ?? []), ...descending(identifiers)]);
  }
  return inOrder(byType, (values) => (values.length === 1 ? (values[0] ?? "") : values));
}

/** The order of a condition's values is kept. */
function conditionsOf(conditions: readonly Properties[], version: string): JsonObject {
  const byTest = new Map<string, Map<string, string[]>>();
  for (const condition of conditions) {
    const test = String(condition["test"]);
    const variables = byTest.get(test) ?? new Map<string, string[]>();
    const variable = String(condition["variable"]);
    const values = texts(condition["values"]).map((value) => withVariables(value, version));
    variables.set(variable, [...(variables.get(variable) ?? []), ...values]);
    byTest.set(test, variables);
  }
  return inOrder(byTest, (variables) =>
    inOrder(variables, (values) => (values.length === 1 ? (values[0] ?? "") : values)),
  );
}

/** Go writes maps by key. */
function inOrder<T>(map: ReadonlyMap<string, T>, write: (value: T) => Json): JsonObject {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, write(value)]));
}

/** A statement of a known Sid takes the place of the one it overrides. */
function merged(statements: readonly JsonObject[], others: readonly JsonObject[]): readonly JsonObject[] {
  const result = [...statements];
  for (const other of others) {
    const sid = text(other["Sid"]);
    const at = sid === undefined ? -1 : result.findIndex((statement) => statement["Sid"] === sid);
    if (at < 0) result.push(other);
    else result[at] = other;
  }
  return result;
}

function refuseRepeatedSids(sources: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const sid of sources.flatMap(statementsOf).map((statement) => text(statement["Sid"]))) {
    if (sid === undefined) continue;
    if (seen.has(sid)) throw new Error(`duplicate Sid (${sid}) in the source policy documents: give each its own`);
    seen.add(sid);
  }
}

function documents(sources: readonly unknown[]): readonly JsonObject[] {
  return sources.flatMap((source) => {
    const content = text(source);
    if (content === undefined) return [];
    const document: unknown = JSON.parse(content);
    return isObject(document) ? [document] : [];
  });
}

function statementsOf(document: JsonObject): readonly JsonObject[] {
  return list(document["Statement"]).filter(isObject);
}

/** Programs write `&{aws:username}` where a policy has `${aws:username}`. */
function withVariables(value: string, version: string): string {
  return version === VERSION ? value.replaceAll("&{", "${") : value;
}

function oneOrMany(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? "") : descending(values);
}

function descending(values: readonly string[]): string[] {
  return [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
}

function escaped(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: unknown): readonly string[] {
  return list(value).map(String);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function properties(value: unknown): Properties {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
