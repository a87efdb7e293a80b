/** How a service's clients speak: enough for the endpoint to decode a request and encode its answer. */
export type WireFormat = JsonWire | QueryWire | RestWire;

/** AWS JSON 1.0 and 1.1: `POST /` with `X-Amz-Target: PREFIX.Operation`. */
export interface JsonWire {
  readonly protocol: "json";
  readonly version: "1.0" | "1.1";
  /** Such as `DynamoDB_20120810`. */
  readonly targetPrefix: string;
  /** The name in the credential scope. */
  readonly signingName: string;
  /** Set when old clients may speak the Query protocol as well (SQS): the version and XML namespace of that form. */
  readonly query?: Omit<QueryWire, "protocol">;
}

/** The Query protocol: a form with `Action` and `Version` in, XML out. */
export interface QueryWire {
  readonly protocol: "query";
  readonly signingName: string;
  readonly version: string;
  readonly xmlns: string;
  /** Output members that are maps: `<entry><key/><value/></entry>` instead of nested elements. */
  readonly maps?: readonly string[];
  /** Lists and maps repeat their own name instead of `.member.` (SQS). */
  readonly flattened?: boolean;
}

/** REST-JSON and REST-XML: method and path choose the operation. */
export interface RestWire {
  readonly protocol: "rest-json" | "rest-xml";
  readonly signingName: string;
  readonly routes: readonly RestRoute[];
  /** The XML namespace of `rest-xml`. */
  readonly xmlns?: string;
}

/** One REST operation's place in a request and an answer. */
export interface RestRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  /** Such as `/2015-03-31/functions/{FunctionName}/invocations`; `{Name+}` takes the rest of the path. */
  readonly path: string;
  readonly operation: string;
  /** Query parameter → input member. */
  readonly query?: Readonly<Record<string, string>>;
  /** Request header (lower case) → input member. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The input member that takes the raw body, base64 encoded (Lambda's payload). Without it the body is a JSON object. */
  readonly payload?: string;
  /** The status of a success; 200 unless given. An output member `StatusCode` never decides it unless named here. */
  readonly status?: number;
  /** The output member that holds the status (Lambda's Invoke). */
  readonly statusFrom?: string;
  /** Output member → response header. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** The output member whose text is the whole body as it is. */
  readonly responsePayload?: string;
}
