import type { TestFunctionCommandInput, TestFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import { isObject, type JsonObject, parseObject, type Wire } from "../../json.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { FUNCTION_FAILED } from "../error-page.ts";
import { invalidArgument, noSuchFunction } from "../errors.ts";
import type { FunctionRunner } from "../function-runner.ts";
import { functionPermission, summaryOf } from "../present.ts";
import { FunctionFailure } from "../sandbox.ts";
import { FunctionRuleError, fromFunction, type ViewerRequest } from "../viewer-request.ts";

/**
 * Runs a function on an event that the caller brings along (CloudFront API reference, API_TestFunction). What the function
 * logs comes back with the answer instead of going to its log group.
 */
export function testFunction(
  runner: FunctionRunner,
): Operation<EdgeState, Wire<TestFunctionCommandInput>, Wire<TestFunctionCommandOutput>> {
  return {
    name: "TestFunction",
    permissions: (input, state) => functionPermission("TestFunction", input.Name, state),
    run: async (input, _call, state) => {
      const tested = state.function(input.Name);
      const stage = input.Stage ?? "DEVELOPMENT";
      const version = stage === "LIVE" ? tested.live : tested.development;
      if (version === undefined) throw noSuchFunction();
      requireVersion(input.IfMatch, version.etag);
      const event = eventOf(input.EventObject);
      const found = await runner.test(version, event).catch((error: unknown) => {
        if (error instanceof FunctionFailure) return error;
        throw error;
      });
      const refusal = found instanceof FunctionFailure ? undefined : refusalOf(found.result, event);
      const result = resultOf(found, summaryOf(tested, stage, state));
      return {
        TestResult: refusal === undefined ? result : { ...result, FunctionErrorMessage: refusal, FunctionOutput: "" },
      } as Wire<TestFunctionCommandOutput>;
    },
  };
}

type Tested = Awaited<ReturnType<FunctionRunner["test"]>> | FunctionFailure;

function resultOf(found: Tested, summary: ReturnType<typeof summaryOf>): object {
  const failed = found instanceof FunctionFailure;
  const output = failed ? "" : JSON.stringify(named(found.result));
  return {
    FunctionSummary: summary,
    ComputeUtilization: failed ? "0" : String(found.utilization),
    FunctionExecutionLogs: [...found.logs],
    FunctionErrorMessage: failed ? `${FUNCTION_FAILED} ${found.message.replace(/ \(line (\d+)\)$/, " in $1")}` : "",
    FunctionOutput: output ?? "",
  };
}

/** What CloudFront would not take of a function for viewer requests, in the words of its error page. */
function refusalOf(result: unknown, event: JsonObject): string | undefined {
  const { request, context } = event;
  if (!isObject(request) || (isObject(context) && context["eventType"] === "viewer-response")) return undefined;
  const absent = { method: "GET", uri: "/", querystring: {}, headers: {}, cookies: {} };
  try {
    fromFunction(result, { ...absent, ...request } as unknown as ViewerRequest);
    return undefined;
  } catch (error) {
    if (!(error instanceof FunctionRuleError)) throw error;
    return error.page === FUNCTION_FAILED ? `${FUNCTION_FAILED} ${error.message}` : error.page;
  }
}

/** A result with a status is a response, anything else the request. */
function named(result: unknown): JsonObject {
  const value = result as JsonObject;
  return isObject(result) && "statusCode" in result ? { response: value } : { request: value };
}

/** @throws AwsError `InvalidArgument` when the event is no JSON object. */
function eventOf(given: string | undefined): JsonObject {
  const event = parseObject(Buffer.from(given ?? "", "base64").toString("utf8"));
  if (event === undefined) throw invalidArgument("The parameter EventObject is invalid: it must be a JSON object.");
  return event;
}
