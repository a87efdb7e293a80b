import type { CloudWatchEventsExecutionDataDetails } from "@aws-sdk/client-sfn";

/**
 * `inputDetails` and `outputDetails` as the service writes them: the structure comes from another package of its code
 * base, and so it names its type on the wire (seen in answers of StartSyncExecution).
 */
export function dataDetails(included: boolean): CloudWatchEventsExecutionDataDetails {
  const details = { __type: "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails", included };
  return details;
}
