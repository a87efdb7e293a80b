import { AwsError } from "../aws/error.ts";
import type { Children } from "./children.ts";

/**
 * How many things of a kind an API may have (DG/apigateway-execution-service-websocket-limits-table);
 * all can be raised on AWS.
 */
export interface Quota {
  readonly plural: string;
  readonly most: number;
}

export const ROUTES: Quota = { plural: "Routes", most: 300 };
export const INTEGRATIONS: Quota = { plural: "Integrations", most: 300 };
export const STAGES: Quota = { plural: "Stages", most: 10 };
export const AUTHORIZERS: Quota = { plural: "Authorizers", most: 10 };

/**
 * @throws AwsError 429 when there is no room for another: the name is that of an answer quoted in anomalyco/sst#4522, the text
 * that of serverless/serverless-websockets-plugin#22, two blanks included.
 */
export function checkQuota(children: Children<unknown>, { plural, most }: Quota): void {
  if (children.values().length < most) return;
  throw new AwsError(
    "ConflictException",
    `Maximum number of ${plural} for this API has been reached.  Please contact AWS if you need additional ${plural}.`,
    { status: 429 },
  );
}
