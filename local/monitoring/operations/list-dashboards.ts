import type { Operation } from "../../aws/service.ts";

import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly DashboardNamePrefix?: string;
}

/** `ListDashboards` (CloudWatch API reference, API_ListDashboards). */
export const listDashboards: Operation<Monitoring, Input, object> = {
  name: "ListDashboards",
  permissions: () => [{ action: "cloudwatch:ListDashboards", resource: "*" }],
  run: (input, _call, monitoring) => ({
    DashboardEntries: monitoring
      .dashboards()
      .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ""))
      .map(({ name, arn, body, updated }) => ({
        DashboardName: name,
        DashboardArn: arn,
        LastModified: updated / 1000,
        Size: body.length,
      })),
  }),
};
