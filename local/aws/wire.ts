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

/**
 * What text cannot say by itself: forms, XML and query strings carry only text, and the operations get typed JSON.
 * Members are named as the operation's shapes name them, wherever they stand.
 */
export interface TextHints {
  /** Members that are numbers. */
  readonly numbers?: readonly string[];
  /** Members that are booleans. */
  readonly booleans?: readonly string[];
  /** Members that are timestamps: epoch seconds inside, ISO 8601 with milliseconds outside. */
  readonly timestamps?: readonly string[];
  /** Timestamps are written without their milliseconds (IAM, STS, API Gateway). */
  readonly wholeSeconds?: boolean;
}

/** The Query protocol: a form with `Action` and `Version` in, XML out. */
export interface QueryWire extends TextHints {
  readonly protocol: "query";
  readonly signingName: string;
  readonly version: string;
  readonly xmlns: string;
  /** Output members that are maps: `<entry><key/><value/></entry>` instead of nested elements. */
  readonly maps?: readonly string[];
  /** Input members that are lists: SDKs write an empty one as an empty text. */
  readonly lists?: readonly string[];
  /** Lists and maps repeat their own name instead of `.member.` (SQS). */
  readonly flattened?: boolean;
  /** Element or parameter → member, where the two differ (SQS: `AttributeName` → `AttributeNames`). */
  readonly names?: Readonly<Record<string, string>>;
  /** Output member → element, where the two differ; `Operation.Member` for one operation alone (SQS's batches). */
  readonly elements?: Readonly<Record<string, string>>;
  /** The member that takes the request's URL where its path says more than `/` (SQS: `QueueUrl`). */
  readonly pathMember?: string;
}

/** REST-JSON and REST-XML: method and path choose the operation. */
export interface RestWire extends TextHints {
  readonly protocol: "rest-json" | "rest-xml";
  readonly signingName: string;
  readonly routes: readonly RestRoute[];
  /** Set where the JSON members begin with a small letter and the shapes' with a capital (API Gateway v2). */
  readonly casing?: "camel";
  /** Members whose keys are the client's own and keep their case (`Tags`, `RequestTemplates`). */
  readonly maps?: readonly string[];
  /** The XML namespace of `rest-xml`. */
  readonly xmlns?: string;
  /**
   * `rest-xml`: the element that repeats inside a list, by the list's member; by the structure around it for the lists
   * that CloudFront calls `Items` (`Aliases` → `CNAME`).
   */
  readonly items?: Readonly<Record<string, string>>;
}

/** One REST operation's place in a request and an answer. */
export interface RestRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  /** Such as `/2015-03-31/functions/{FunctionName}/invocations`; `{Name+}` takes the rest of the path. */
  readonly path: string;
  readonly operation: string;
  /** Query parameters that must be there with these values for the route to be the one (CloudFront's `?WithTags`). */
  readonly when?: Readonly<Record<string, string>>;
  /** Query parameter → input member; `Member[]` for a list, of which each value is one parameter. */
  readonly query?: Readonly<Record<string, string>>;
  /** Request header (lower case) → input member. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The input member that takes the raw body, base64 encoded (Lambda's payload); in `rest-xml` the member that is the
   * root element. Without it the body is a JSON object.
   */
  readonly payload?: string;
  /** The status of a success; 200 unless given. An output member `StatusCode` never decides it unless named here. */
  readonly status?: number;
  /** The output member that holds the status (Lambda's Invoke). */
  readonly statusFrom?: string;
  /** Output member → response header. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /**
   * The output member whose text is the whole body as it is; in `rest-xml` the member that is the root element. A blob
   * is named `Member:blob` and is decoded from base64.
   */
  readonly responsePayload?: string;
}
