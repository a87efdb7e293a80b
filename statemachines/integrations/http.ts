import type { Json } from "../asl/definition.ts";
import type { Statement } from "../asl/permissions.ts";
import { type Task, type TaskFields, type Templated, task } from "./task.ts";

/** A connection of EventBridge: the credentials of an API, which no definition holds. */
export interface ConnectionRef {
  readonly arn: string;
  /** The secret that EventBridge made for it. */
  readonly secretArn: string;
}

/** What a Task may call, which is also what its role may. */
export interface HttpEndpointRef {
  /**
   * `https://api.example.com/orders`. With a `*` it stands for all endpoints that fit, and the arguments name one:
   * `https://api.example.com/orders/*`.
   */
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "HEAD";
  readonly connection: ConnectionRef;
}

/** Headers that people try; AWS refuses them and many others, in any spelling. */
type RefusedHeaders = {
  readonly [Name in "Authorization" | "authorization"]?: "credentials belong into the connection";
} & {
  readonly [Name in "Accept-Encoding" | "Cache-Control" | "Host" | "Origin" | "Referer"]?: "AWS refuses this header";
};

interface Request {
  readonly Headers?: Templated<{ readonly [name: string]: string | readonly string[] }> & RefusedHeaders;
  /** Added to the URL, encoded. */
  readonly QueryParameters?: Templated<{ readonly [name: string]: Json }>;
  /** A text goes out as it is, anything else as compact JSON, or as a form if `Transform` says so. */
  readonly RequestBody?: Json;
  readonly Transform?: Templated<{
    readonly RequestBodyEncoding: "NONE" | "URL_ENCODED";
    readonly RequestEncodingOptions?: { readonly ArrayFormat: "INDICES" | "REPEAT" | "COMMAS" | "BRACKETS" };
  }>;
}

/** The endpoint is the reference's, unless that is a pattern. */
type Invoke<Url extends string> = Request &
  (string extends Url
    ? { readonly ApiEndpoint?: Templated<string> }
    : Url extends `${string}*${string}`
      ? { readonly ApiEndpoint: Templated<string> }
      : { readonly ApiEndpoint?: "the endpoint is known: only a URL with * leaves it open" });

/**
 * Calls an HTTPS API. The result is `{ Headers, ResponseBody, StatusCode, StatusText }`; a status that is no success fails with
 * `States.Http.StatusCode.404` and the like, an endpoint that does not answer in a minute with `States.Http.Socket`.
 *
 * @throws Error when the URL is a pattern, and the fields name no endpoint.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
 */
export function invoke<
  const Endpoint extends HttpEndpointRef,
  const Fields extends TaskFields<Invoke<Endpoint["url"]>>,
>(endpoint: Endpoint, fields: Fields): Task<Fields, "arn:aws:states:::http:invoke"> {
  const { url, method, connection } = endpoint;
  const isPattern = url.includes("*");
  const given: object = "Parameters" in fields ? fields.Parameters : fields.Arguments;
  if (isPattern && !("ApiEndpoint" in given) && !("ApiEndpoint.$" in given)) {
    throw new Error(`${url} is a pattern: the arguments have to name the ApiEndpoint`);
  }
  const fixed = {
    ...(isPattern ? {} : { ApiEndpoint: url }),
    Method: method,
    InvocationConfig: { ConnectionArn: connection.arn },
  };
  return task("arn:aws:states:::http:invoke", fields, fixed, permissions(endpoint, isPattern));
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions */
function permissions({ url, method, connection }: HttpEndpointRef, isPattern: boolean): readonly Statement[] {
  const [arn, partition, , region, account] = connection.arn.split(":");
  const condition = isPattern
    ? { StringEquals: { "states:HTTPMethod": method }, StringLike: { "states:HTTPEndpoint": url } }
    : { StringEquals: { "states:HTTPMethod": method, "states:HTTPEndpoint": url } };
  return [
    {
      actions: ["states:InvokeHTTPEndpoint"],
      // The resource is the state machine itself, which needs its role first; endpoint and method are what restricts it.
      resources: [`${arn}:${partition}:states:${region}:${account}:stateMachine:*`],
      condition,
    },
    { actions: ["events:RetrieveConnectionCredentials"], resources: [connection.arn] },
    {
      actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      resources: [connection.secretArn],
    },
  ];
}
