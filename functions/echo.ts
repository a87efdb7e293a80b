/** What this function reads of an event of the WebSocket API; the rest goes back as it came. */
interface WebSocketEvent {
  readonly [key: string]: unknown;
}

/** The part of Lambda's context that tells where the answer comes from. */
interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/**
 * Answers with the event, as the `$default` function of AWS's sample does, and with how the function ran.
 *
 * @returns API Gateway's proxy answer: `body` becomes the frame.
 */
export async function handler(
  event: WebSocketEvent,
  context: LambdaContext,
): Promise<{ statusCode: number; body: string }> {
  const {
    functionName,
    functionVersion,
    invokedFunctionArn,
    memoryLimitInMB,
    awsRequestId,
    logGroupName,
    logStreamName,
  } = context;
  const execution = {
    functionName,
    functionVersion,
    invokedFunctionArn,
    memoryLimitInMB,
    awsRequestId,
    logGroupName,
    logStreamName,
  };
  return { statusCode: 200, body: JSON.stringify({ ...event, execution }) };
}
