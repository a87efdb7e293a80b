import type { StartLiveTailCommandInput, StartLiveTailCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { LogGroups } from "../log-groups.ts";

/** `StartLiveTail` (CloudWatch Logs API reference, API_StartLiveTail). */
export const startLiveTail: Operation<LogGroups, Wire<StartLiveTailCommandInput>, Wire<StartLiveTailCommandOutput>> = {
  name: "StartLiveTail",
  permissions: () => [],
  run: () => {
    throw new AwsError(
      "InvalidOperationException",
      "StartLiveTail is not served by the local runtime; poll FilterLogEvents (`aws logs tail --follow` does).",
    );
  },
};
