import type { Operation } from "../../aws/service.ts";
import { required, resourceNotFound } from "../errors.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly DashboardName?: string;
}

/** `GetDashboard` (CloudWatch API reference, API_GetDashboard). */
export const getDashboard: Operation<Monitoring, Input, object> = {
  name: "GetDashboard",
  permissions: (input, monitoring) => [
    { action: "cloudwatch:GetDashboard", resource: monitoring.dashboardArn(input.DashboardName ?? "") },
  ],
  run: (input, _call, monitoring) => {
    const name = required(input.DashboardName, "dashboardName");
    const dashboard = monitoring.dashboard(name);
    if (dashboard === undefined) throw resourceNotFound(`Dashboard ${name} does not exist`);
    return { DashboardArn: dashboard.arn, DashboardBody: dashboard.body, DashboardName: name };
  },
};
