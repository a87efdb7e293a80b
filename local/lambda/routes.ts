import type { RestRoute } from "../aws/wire.ts";

const FUNCTIONS = "/2015-03-31/functions";
const FUNCTION = `${FUNCTIONS}/{FunctionName}`;
const MAPPINGS = "/2015-03-31/event-source-mappings";
const CONCURRENCY = "{FunctionName}/concurrency";
const EVENT_INVOKE = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
const TAGS = "/2017-03-31/tags/{Resource+}";
const QUALIFIER = { query: { Qualifier: "Qualifier" } };
const PAGES = { Marker: "Marker", MaxItems: "MaxItems" };

/** Lambda's operations by method and path, from its published API model. */
export const ROUTES: readonly RestRoute[] = [
  {
    operation: "Invoke",
    method: "POST",
    path: `${FUNCTION}/invocations`,
    ...QUALIFIER,
    payload: "Payload",
    headers: {
      "x-amz-invocation-type": "InvocationType",
      "x-amz-log-type": "LogType",
      "x-amz-client-context": "ClientContext",
      "x-amzn-trace-id": "TraceHeader",
    },
    statusFrom: "StatusCode",
    responseHeaders: {
      FunctionError: "X-Amz-Function-Error",
      LogResult: "X-Amz-Log-Result",
      ExecutedVersion: "X-Amz-Executed-Version",
    },
    responsePayload: "Payload:blob",
  },
  { operation: "CreateFunction", method: "POST", path: FUNCTIONS, status: 201 },
  {
    operation: "ListFunctions",
    method: "GET",
    path: FUNCTIONS,
    query: { ...PAGES, FunctionVersion: "FunctionVersion" },
  },
  { operation: "GetFunction", method: "GET", path: FUNCTION, ...QUALIFIER },
  { operation: "DeleteFunction", method: "DELETE", path: FUNCTION, ...QUALIFIER, status: 204 },
  { operation: "GetFunctionConfiguration", method: "GET", path: `${FUNCTION}/configuration`, ...QUALIFIER },
  { operation: "UpdateFunctionConfiguration", method: "PUT", path: `${FUNCTION}/configuration` },
  { operation: "UpdateFunctionCode", method: "PUT", path: `${FUNCTION}/code` },
  { operation: "PublishVersion", method: "POST", path: `${FUNCTION}/versions`, status: 201 },
  { operation: "ListVersionsByFunction", method: "GET", path: `${FUNCTION}/versions`, query: PAGES },
  { operation: "AddPermission", method: "POST", path: `${FUNCTION}/policy`, ...QUALIFIER, status: 201 },
  { operation: "GetPolicy", method: "GET", path: `${FUNCTION}/policy`, ...QUALIFIER },
  {
    operation: "RemovePermission",
    method: "DELETE",
    path: `${FUNCTION}/policy/{StatementId}`,
    query: { Qualifier: "Qualifier", RevisionId: "RevisionId" },
    status: 204,
  },
  { operation: "CreateAlias", method: "POST", path: `${FUNCTION}/aliases`, status: 201 },
  {
    operation: "ListAliases",
    method: "GET",
    path: `${FUNCTION}/aliases`,
    query: { ...PAGES, FunctionVersion: "FunctionVersion" },
  },
  { operation: "GetAlias", method: "GET", path: `${FUNCTION}/aliases/{Name}` },
  { operation: "UpdateAlias", method: "PUT", path: `${FUNCTION}/aliases/{Name}` },
  { operation: "DeleteAlias", method: "DELETE", path: `${FUNCTION}/aliases/{Name}`, status: 204 },
  { operation: "PutFunctionConcurrency", method: "PUT", path: `/2017-10-31/functions/${CONCURRENCY}` },
  {
    operation: "DeleteFunctionConcurrency",
    method: "DELETE",
    path: `/2017-10-31/functions/${CONCURRENCY}`,
    status: 204,
  },
  { operation: "GetFunctionConcurrency", method: "GET", path: `/2019-09-30/functions/${CONCURRENCY}` },
  { operation: "PutFunctionEventInvokeConfig", method: "PUT", path: EVENT_INVOKE, ...QUALIFIER },
  { operation: "UpdateFunctionEventInvokeConfig", method: "POST", path: EVENT_INVOKE, ...QUALIFIER },
  { operation: "GetFunctionEventInvokeConfig", method: "GET", path: EVENT_INVOKE, ...QUALIFIER },
  { operation: "DeleteFunctionEventInvokeConfig", method: "DELETE", path: EVENT_INVOKE, ...QUALIFIER, status: 204 },
  { operation: "ListFunctionEventInvokeConfigs", method: "GET", path: `${EVENT_INVOKE}/list`, query: PAGES },
  { operation: "CreateEventSourceMapping", method: "POST", path: MAPPINGS, status: 202 },
  {
    operation: "ListEventSourceMappings",
    method: "GET",
    path: MAPPINGS,
    query: { ...PAGES, EventSourceArn: "EventSourceArn", FunctionName: "FunctionName" },
  },
  { operation: "GetEventSourceMapping", method: "GET", path: `${MAPPINGS}/{UUID}` },
  { operation: "UpdateEventSourceMapping", method: "PUT", path: `${MAPPINGS}/{UUID}`, status: 202 },
  { operation: "DeleteEventSourceMapping", method: "DELETE", path: `${MAPPINGS}/{UUID}`, status: 202 },
  { operation: "TagResource", method: "POST", path: TAGS, status: 204 },
  { operation: "UntagResource", method: "DELETE", path: TAGS, query: { tagKeys: "TagKeys[]" }, status: 204 },
  { operation: "ListTags", method: "GET", path: TAGS },
  {
    operation: "CreateFunctionUrlConfig",
    method: "POST",
    path: "/2021-10-31/functions/{FunctionName}/url",
    ...QUALIFIER,
  },
];
