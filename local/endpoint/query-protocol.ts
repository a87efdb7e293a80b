import { AwsError } from "../aws/error.ts";
import type { QueryWire } from "../aws/wire.ts";
import { formReader } from "./form.ts";
import type { AwsRequest, Protocol, Reply } from "./protocol.ts";
import { element, escapeXml, isoTimestamps, timestampsOf, writeMembers, type XmlStyle } from "./xml.ts";

/** The Query protocol (smithy.io: `awsQuery`): a form in, XML out. */
export function queryProtocol(wire: Omit<QueryWire, "protocol">): Protocol {
  const read = formReader(wire);
  const style = queryStyle(wire);
  const opening = (name: string): string => `<${name} xmlns="${wire.xmlns}">`;
  const reply = (status: number, body: string, requestId: string): Reply => ({
    status,
    headers: ["x-amzn-RequestId", requestId, "Content-Type", "text/xml"],
    body,
  });

  return {
    decode: (request) => {
      const parameters = formParameters(request);
      const input = read(parameters);
      const operation = parameters.get("Action") ?? "";
      const { pathMember } = wire;
      if (pathMember === undefined || request.path === "/" || pathMember in input) return { operation, input };
      return { operation, input: { ...input, [pathMember]: `http://${request.headers.host ?? ""}${request.path}` } };
    },
    success: ({ operation }, output, requestId) => {
      const members = writeMembers(output, style, operation);
      const result = members === "" ? "" : element(`${operation}Result`, members);
      const metadata = element("ResponseMetadata", element("RequestId", requestId));
      return reply(200, `${opening(`${operation}Response`)}${result}${metadata}</${operation}Response>`, requestId);
    },
    failure: (error, requestId) => {
      const type = error.status < 500 ? "Sender" : "Receiver";
      const members = { Type: type, Code: error.queryCode ?? error.code, Message: error.queryMessage ?? error.message };
      // SQS alone has an empty detail in its errors (aws/aws-sdk-php#694).
      const detail = wire.flattened === true ? "<Detail/>" : "";
      const body = element("Error", writeMembers(members, style) + detail) + element("RequestId", escapeXml(requestId));
      return reply(error.status, `${opening("ErrorResponse")}${body}</ErrorResponse>`, requestId);
    },
    unknown: (operation, explanation) =>
      new AwsError("InvalidAction", `The action ${operation} is not valid for this endpoint. ${explanation}`),
    unsigned: () =>
      new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", { status: 403 }),
  };
}

/** The parameters of a form, or of the query string where the request has no body. */
export function formParameters({ body, search }: Pick<AwsRequest, "body" | "search">): URLSearchParams {
  return new URLSearchParams(body.length > 0 ? body.toString("utf8") : search);
}

function queryStyle(wire: Omit<QueryWire, "protocol">): XmlStyle {
  const flattened = wire.flattened === true;
  const maps = new Set(wire.maps);
  const inverse = Object.entries(wire.names ?? {}).map(([name, member]) => [member, name]);
  const elements: Readonly<Record<string, string>> = { ...Object.fromEntries(inverse), ...wire.elements };
  const map = flattened
    ? { entry: undefined, key: "Name", value: "Value" }
    : { entry: "entry", key: "key", value: "value" };
  return {
    timestamps: timestampsOf(wire),
    time: isoTimestamps(wire),
    item: () => (flattened ? undefined : "member"),
    map: (name) => (maps.has(name) ? map : undefined),
    element: (member, parent) => elements[`${parent}.${member}`] ?? elements[member] ?? member,
  };
}
