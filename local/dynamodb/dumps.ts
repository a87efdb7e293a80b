import { isObject, type Json, type JsonObject } from "../json.ts";

/*
 * A request as AWS shows it in an error about it: as its Java classes write themselves (captures of
 * paritysuite/dynamodb-conformance, us-east-1).
 */

/** The members of an attribute value, in the order of the class. */
const MEMBERS = ["S", "N", "B", "INT", "DECIMAL", "DOUBLE", "SS", "NS", "BS", "INTSET", "DECIMALSET", "DOUBLESET"];
const LAST_MEMBERS = ["M", "L", "NULL", "BOOL"];

/** What BatchWriteItem was asked for: `{Orders=[WriteRequest(putRequest=…, deleteRequest=null)]}`. */
export function writeRequests(requestItems: JsonObject): string {
  return map(requestItems, (requests) => (Array.isArray(requests) ? list(requests, writeRequest) : "null"));
}

function writeRequest(request: Json): string {
  const { PutRequest: put, DeleteRequest: remove } = isObject(request) ? request : {};
  const item = isObject(put) && isObject(put["Item"]) ? put["Item"] : undefined;
  const key = isObject(remove) && isObject(remove["Key"]) ? remove["Key"] : undefined;
  return (
    `WriteRequest(putRequest=${item === undefined ? "null" : `PutRequest(item=${map(item, attribute)}, workloadProfileName=null)`}, ` +
    `deleteRequest=${key === undefined ? "null" : `DeleteRequest(key=${map(key, attribute)})`})`
  );
}

function attribute(value: Json): string {
  const given = isObject(value) ? value : {};
  const members = [...MEMBERS, ...LAST_MEMBERS].map((name) => {
    const known = given[name];
    return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${known === undefined ? "null" : content(name, known)}`;
  });
  return `AttributeValue(${members.join(", ")})`;
}

function content(member: string, value: Json): string {
  if (Array.isArray(value)) return list(value, member === "L" ? attribute : String);
  return isObject(value) ? map(value, attribute) : String(value);
}

function list(values: readonly Json[], show: (value: Json) => string): string {
  return `[${values.map(show).join(", ")}]`;
}

function map(values: JsonObject, show: (value: Json) => string): string {
  return `{${Object.entries(values)
    .map(([name, value]) => `${name}=${show(value ?? null)}`)
    .join(", ")}}`;
}
