import type { Operation } from "../../aws/service.ts";
import { required, resourceNotFound } from "../errors.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly DashboardNames?: readonly string[];
}

/** `DeleteDashboards` (CloudWatch API reference, API_DeleteDashboards). */
export const deleteDashboards: Operation<Monitoring, Input, object> = {
  name: "DeleteDashboards",
  permissions: (input, monitoring) =>
    (input.DashboardNames ?? []).map((name) => ({
      action: "cloudwatch:DeleteDashboards",
      resource: monitoring.dashboardArn(name),
    })),
  run: (input, _call, monitoring) => {
    const names = required(input.DashboardNames, "dashboardNames");
    const missing = names.filter((name) => monitoring.dashboard(name) === undefined);
    if (missing.length > 0) throw resourceNotFound(`The specified dashboards do not exist: [${missing.join(", ")}]`);
    for (const name of names) monitoring.deleteDashboard(name);
    return {};
  },
};
