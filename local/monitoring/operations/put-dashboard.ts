import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import { parseObject } from "../../json.ts";
import { required } from "../errors.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly DashboardName?: string;
  readonly DashboardBody?: string;
}

/** `PutDashboard` (CloudWatch API reference, API_PutDashboard). */
export const putDashboard: Operation<Monitoring, Input, object> = {
  name: "PutDashboard",
  permissions: (input, monitoring) => [
    { action: "cloudwatch:PutDashboard", resource: monitoring.dashboardArn(input.DashboardName ?? "") },
  ],
  run: (input, _call, monitoring) => {
    const name = required(input.DashboardName, "dashboardName");
    const body = required(input.DashboardBody, "dashboardBody");
    if (parseObject(body) === undefined) {
      const fields = {
        dashboardValidationMessages: [{ DataPath: "/", Message: "The field body must be a JSON object" }],
      };
      const text = "The dashboard body is invalid, there are 1 validation errors: the body must be a JSON object.";
      throw new AwsError("InvalidParameterInput", text, { fields });
    }
    monitoring.putDashboard({ name, body, arn: monitoring.dashboardArn(name), updated: monitoring.now() });
    return { DashboardValidationMessages: [] };
  },
};
