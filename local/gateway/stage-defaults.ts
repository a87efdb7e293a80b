import type { Stage } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";

/** The account's limits, which CreateStage echoes (DG/apigateway-set-up-websocket-deployment). */
export const ACCOUNT_THROTTLE = { burst: 5000, rate: 10_000 } as const;

/** What AWS shows for settings that nobody gave. */
const SETTINGS = {
  DataTraceEnabled: false,
  DetailedMetricsEnabled: false,
  LoggingLevel: "OFF",
  ThrottlingBurstLimit: ACCOUNT_THROTTLE.burst,
  ThrottlingRateLimit: ACCOUNT_THROTTLE.rate,
} as const;

/**
 * A stage with what AWS fills in. The Pulumi provider, as Terraform's, sends zeros for throttling limits that a block of
 * settings leaves out: those are limits, and nobody gets through (terraform-aws-apigateway-v2#8).
 */
export function stageWithDefaults(stage: Partial<Wire<Stage>>): Wire<Stage> {
  const DefaultRouteSettings = { ...SETTINGS, ...stage.DefaultRouteSettings };
  return { RouteSettings: {}, StageVariables: {}, Tags: {}, ...stage, DefaultRouteSettings } as Wire<Stage>;
}
