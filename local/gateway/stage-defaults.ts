import type { Stage } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";

/** The account's limits, which CreateStage echoes [doc apigateway-set-up-websocket-deployment]. */
export const ACCOUNT_THROTTLE = { burst: 5000, rate: 10_000 } as const;

const SETTINGS = {
  DataTraceEnabled: false,
  DetailedMetricsEnabled: false,
  ThrottlingBurstLimit: ACCOUNT_THROTTLE.burst,
  ThrottlingRateLimit: ACCOUNT_THROTTLE.rate,
};

/**
 * A stage with what AWS fills in. Settings that are given without throttling limits keep none: the stage's clients are
 * then throttled to nothing, as on AWS when a tool sends zeros (deploying-to-aws.md §1.4).
 */
export function stageWithDefaults(stage: object): Wire<Stage> {
  return { DefaultRouteSettings: SETTINGS, RouteSettings: {}, StageVariables: {}, Tags: {}, ...stage } as Wire<Stage>;
}
