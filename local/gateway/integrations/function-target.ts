import type { Caller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import { parseObject } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";

/** What a function answered. */
export interface FunctionReply {
  /** Its JSON as text; empty for asynchronous invocations. */
  readonly payload: string;
  /** The invocation's own, as its log lines have it. */
  readonly requestId: string;
  /** Whether the handler threw, ran out of time or could not be loaded. */
  readonly failed: boolean;
}

/** The function of `…:lambda:path/2015-03-31/functions/{arn}/invocations`. */
export function functionOf(uri: string): string | undefined {
  return /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
}

/**
 * Invokes a function.
 *
 * @throws Failure when it cannot be invoked at all: no permission, no such function.
 */
export async function invokeFunction(
  environment: Environment,
  functionArn: string,
  payload: string,
  options: { readonly caller: Caller; readonly exchange: Exchange; readonly asynchronous?: boolean },
): Promise<FunctionReply> {
  const { caller, exchange, asynchronous = false } = options;
  const { requestId, hold } = exchange;
  const callId = environment.ids.uuid();
  try {
    const output = await environment.aws.call(
      "lambda",
      "Invoke",
      {
        FunctionName: functionArn,
        InvocationType: asynchronous ? "Event" : "RequestResponse",
        Payload: Buffer.from(payload, "utf8").toString("base64"),
      },
      { caller, parent: { caller, requestId, hold }, requestId: callId },
    );
    const answer = output["Payload"];
    return {
      requestId: callId,
      payload: typeof answer === "string" ? Buffer.from(answer, "base64").toString("utf8") : "",
      failed: output["FunctionError"] !== undefined,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Failure(
      "internal",
      `${functionArn} was not invoked: ${error.code}: ${error.message} Without CredentialsArn the function needs a ` +
        `permission for apigateway.amazonaws.com with the source ${exchange.stage.executionArn(exchange.routeKey)}.`,
    );
  }
}

/** The `errorMessage` of a failed function's answer. */
export function errorMessageOf(payload: string): string {
  const message = parseObject(payload)?.["errorMessage"];
  return typeof message === "string" ? message : payload;
}
