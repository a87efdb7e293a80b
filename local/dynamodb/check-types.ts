import { type Json, own } from "../json.ts";
import { serialization } from "./errors.ts";
import { Names } from "./items/names.ts";

/** What a member of a request may hold, as dynalite's validations describe it. */
export interface MemberType {
  /** Such as `String`, `List`, `Map<AttributeValue>` or `FieldStruct<Condition>`. */
  readonly type?: string;
  readonly children?: string | MemberType | Members;
}

/** The members of a structure; some are named by their type alone. */
export interface Members {
  readonly [name: string]: MemberType | string;
}

const DATA = "com.amazonaws.dynamodb.v20120810.";
const VALUE: Members = {
  S: "String",
  B: "Blob",
  N: "String",
  BOOL: "Boolean",
  NULL: "Boolean",
  BS: { type: "List", children: "Blob" },
  NS: { type: "List", children: "String" },
  SS: { type: "List", children: "String" },
  L: { type: "List", children: "AttrStruct<ValueStruct>" },
  M: { type: "Map<AttributeValue>", children: "AttrStruct<ValueStruct>" },
};
const STRUCTURE = "Start of structure or map found where not expected";
const PARAMETERIZED =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class " +
  "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";

/** What is known of a type's name, which is read once. */
interface Parsed {
  readonly kind: string;
  readonly of: string;
}
const parsed = new Map<string, Parsed>();

function parse(name: string): Parsed {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const [, kind = name, of = ""] = /^(.+?)<(.+)>$/.exec(name) ?? [];
  const type = { kind, of };
  parsed.set(name, type);
  return type;
}

/**
 * A request with the members that its operation knows, after a look at their types: in the order in which the operation
 * has them, and with what clients name in objects that inherit nothing. Of dynalite's own check this keeps the words, which
 * were recorded on AWS; dynalite loses attributes called `__proto__`.
 *
 * @throws AwsError `SerializationException`.
 */
export function checkTypes(data: Readonly<Record<string, Json | undefined>>, members: Members): Record<string, Json> {
  const checked: Record<string, Json> = {};
  for (const name in members) {
    const value = own(data, name);
    if (value === undefined || value === null) continue;
    const result = checkType(value, members[name] as MemberType | string);
    if (result !== null) checked[name] = result;
  }
  return checked;
}

function checkType(value: Json | undefined, member: MemberType | string): Json {
  if (value === undefined || value === null) return null;
  const { type = "", children } = typeof member === "string" ? { type: member } : member;
  const { kind, of } = parse(type);
  switch (kind) {
    case "AttrStruct":
      return onlyMember(value) ?? checkStructure(value, "AttributeValue", VALUE, of);
    case "ValueStruct":
    case "FieldStruct":
      return checkStructure(value, of, children as Members, kind);
    case "Boolean":
      return checkBoolean(value);
    case "Short":
    case "Integer":
    case "Long":
    case "Double":
      if (typeof value !== "number") throw unlike(value, kind);
      return kind === "Double" ? value : Math.floor(value);
    case "String":
      if (typeof value !== "string") throw unlike(value, kind);
      return value;
    case "Blob":
      return checkBlob(value);
    case "List":
    case "ParameterizedList":
      return checkList(value, kind, children as MemberType | string);
    case "Map":
    case "ParameterizedMap":
      return checkMap(value, kind, of, children as MemberType | string);
    default:
      throw new Error(`unknown type ${type}`);
  }
}

/** An attribute value as it nearly always is: of one type, which is not looked for among all. */
function onlyMember(value: Json): Json | undefined {
  if (typeof value !== "object" || value === null || isList(value)) return undefined;
  const [type = "", ...others] = Object.keys(value);
  const member = own(VALUE, type);
  if (member === undefined || others.length > 0) return undefined;
  const content = checkType(value[type], member);
  return content === null ? undefined : { [type]: content };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function checkStructure(value: Json, of: string, members: Members, kind: string): Json {
  if (typeof value !== "object" || value === null) {
    throw serialization(kind === "ValueStruct" ? "Unexpected value type in payload" : "Unexpected field type");
  }
  if (isList(value)) throw serialization(`Unrecognized collection type class ${DATA}${of}`);
  return checkTypes(value, members);
}

function checkList(value: Json, kind: string, children: MemberType | string): Json {
  if (typeof value !== "object" || value === null) {
    throw serialization(kind === "List" ? "Unexpected field type" : PARAMETERIZED);
  }
  if (!isList(value)) throw serialization(STRUCTURE);
  return value.map((child) => checkType(child, children));
}

function checkMap(value: Json, kind: string, of: string, children: MemberType | string): Json {
  if (typeof value !== "object" || value === null) {
    throw serialization(kind === "Map" ? "Unexpected field type" : PARAMETERIZED);
  }
  if (isList(value)) {
    const name = kind === "ParameterizedMap" ? `${DATA}AttributeValue` : of.includes(".") ? of : `${DATA}${of}`;
    throw serialization(`Unrecognized collection type java.util.Map<java.lang.String, ${name}>`);
  }
  const checked = new Names<Json>();
  for (const name of Object.keys(value)) checked[name] = checkType(value[name], children);
  return checked;
}

/** Some texts stand for truth values. */
function checkBoolean(value: Json): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") throw unlike(value, "Boolean");
  const text = value.toUpperCase();
  if (["TRUE", "1", "YES"].includes(text)) return true;
  if (["FALSE", "0", "NO"].includes(text)) return false;
  throw serialization("Unexpected token received from parser");
}

function checkBlob(value: Json): string {
  if (typeof value === "number" || typeof value === "boolean") {
    throw serialization("only base-64-encoded strings are convertible to bytes");
  }
  if (typeof value !== "string") {
    throw serialization(isList(value as Json) ? "Unrecognized collection type class java.nio.ByteBuffer" : STRUCTURE);
  }
  if (value.length % 4 !== 0) {
    throw serialization(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  }
  if (Buffer.from(value, "base64").toString("base64") !== value) {
    throw serialization("Invalid last non-pad Base64 character dectected");
  }
  return value;
}

/** One value for another. */
function unlike(value: Json, wanted: string): Error {
  switch (typeof value) {
    case "boolean":
      return serialization(`${value ? "TRUE" : "FALSE"}_VALUE cannot be converted to ${wanted}`);
    case "number":
      return serialization(`${Number.isInteger(value) ? "NUMBER" : "DECIMAL"}_VALUE cannot be converted to ${wanted}`);
    case "string":
      return serialization(`STRING_VALUE cannot be converted to ${wanted}`);
    default:
      return serialization(isList(value) ? `Unrecognized collection type class java.lang.${wanted}` : STRUCTURE);
  }
}
