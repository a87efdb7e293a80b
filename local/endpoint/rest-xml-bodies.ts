import { createRequire } from "node:module";
import type { XMLParser } from "fast-xml-parser";
import { AwsError } from "../aws/error.ts";
import type { RestWire } from "../aws/wire.ts";
import { isObject, type Json } from "../json.ts";
import { type BodyFormat, payloadOf } from "./rest-bodies.ts";
import { type TypedText, typedText } from "./typed-text.ts";
import { element, isoTimestamps, timestampsOf, writeMembers, type XmlStyle } from "./xml.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** What S3's errors look like: no envelope around them. */
const BARE_ERRORS = new Set(["s3"]);

/** REST-XML: one root element, which stands for one member where the route names it. */
export function xmlBodies(serviceId: string, wire: RestWire): BodyFormat {
  const style = restXmlStyle(wire);
  const text = typedText(wire);
  const lists = new Set(Object.keys(wire.items ?? {}));
  const namespace = wire.xmlns === undefined ? "" : ` xmlns="${wire.xmlns}"`;
  return {
    contentType: "text/xml",
    read: (body, route) => {
      if (body.length === 0) return {};
      const root = parseXml(body);
      const value = typed(root.name, root.content, text, lists);
      return route.payload === undefined ? (isObject(value) ? value : {}) : { [route.payload]: value };
    },
    write: (output, route) => {
      const member = route.responsePayload ?? `${route.operation}Result`;
      const content = route.responsePayload === undefined ? output : output[member];
      if (!isObject(content)) return payloadOf(output, member);
      const members = writeMembers(content, style, member);
      return route.responsePayload === undefined && members === ""
        ? ""
        : `${DECLARATION}<${member}${namespace}>${members}</${member}>`;
    },
    writeError: (error, requestId) => {
      const fault = { Type: error.status < 500 ? "Sender" : "Receiver" };
      const details = { Code: error.queryCode ?? error.code, Message: error.message };
      if (BARE_ERRORS.has(serviceId)) {
        const members = writeMembers({ ...details, ...error.fields, RequestId: requestId, HostId: requestId }, style);
        return DECLARATION + element("Error", members);
      }
      const members = element("Error", writeMembers({ ...fault, ...details }, style)) + element("RequestId", requestId);
      return `${DECLARATION}<ErrorResponse${namespace}>${members}</ErrorResponse>`;
    },
  };
}

function restXmlStyle(wire: RestWire): XmlStyle {
  const items = wire.items ?? {};
  return {
    timestamps: timestampsOf(wire),
    time: isoTimestamps(wire),
    item: (name, parent) => items[name === "Items" ? parent : name] ?? "member",
    map: () => undefined,
    element: (member) => member,
  };
}

let parser: XMLParser | undefined;

/** Few requests are XML, and the library takes 20 ms to load: the first of them loads it. */
function xmlParser(): XMLParser {
  if (parser === undefined) {
    const library: typeof import("fast-xml-parser") = createRequire(import.meta.url)("fast-xml-parser");
    parser = new library.XMLParser({
      ignoreAttributes: true,
      ignoreDeclaration: true,
      ignorePiTags: true,
      parseTagValue: false,
      processEntities: true,
      removeNSPrefix: true,
    });
  }
  return parser;
}

function parseXml(body: Buffer): { name: string; content: unknown } {
  let document: unknown;
  try {
    document = xmlParser().parse(body.toString("utf8"), true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError("MalformedXML", `The request body is not XML: ${reason}`);
  }
  const [root] = isObject(document) ? Object.entries(document) : [];
  if (root === undefined) throw new AwsError("MalformedXML", "The request body holds no XML element.");
  return { name: root[0], content: root[1] };
}

/**
 * Elements as typed members; the element that repeats in a list disappears into an array. CloudFront's lists are called
 * `Items` and stand in a structure that has their `Quantity`.
 */
function typed(name: string, content: unknown, text: TypedText, lists: ReadonlySet<string>): Json {
  if (name === "Items" || (lists.has(name) && !(isObject(content) && "Quantity" in content))) {
    const repeated = isObject(content) ? Object.values(content).flat() : [];
    return repeated.map((item) => typed("", item, text, lists));
  }
  if (!isObject(content)) return text(name, typeof content === "string" ? content : "");
  const result: Record<string, Json> = {};
  for (const [member, value] of Object.entries(content)) result[member] = typed(member, value, text, lists);
  return result;
}
