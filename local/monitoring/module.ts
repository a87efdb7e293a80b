import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constrained, type Demands } from "../aws/model-constraints.ts";
import { type About, defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { cloudwatchHandlers } from "../provider/resources/cloudwatch.ts";
import { brokenModel } from "./errors.ts";
import { Monitoring } from "./monitoring.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";

const ABOUT: About = {
  id: "monitoring",
  wire: {
    protocol: "json",
    version: "1.0",
    targetPrefix: "GraniteServiceVersion20100801",
    signingName: "monitoring",
    query: {
      signingName: "monitoring",
      version: "2010-08-01",
      xmlns: "http://monitoring.amazonaws.com/doc/2010-08-01/",
      numbers: ["EvaluationPeriods", "DatapointsToAlarm", "Threshold", "Period", "MaxRecords"],
      booleans: ["ActionsEnabled", "ReturnData"],
      lists: [
        "AlarmActions",
        "AlarmNames",
        "DashboardNames",
        "Dimensions",
        "InsufficientDataActions",
        "Metrics",
        "OKActions",
        "TagKeys",
        "Tags",
      ],
      timestamps: [
        "AlarmConfigurationUpdatedTimestamp",
        "StateUpdatedTimestamp",
        "StateTransitionedTimestamp",
        "LastModified",
      ],
    },
  },
};

/** What the service's model demands of requests. */
const MODEL: Readonly<Record<string, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "model.json"), "utf8"),
);

const OPERATIONS = [
  deleteAlarms,
  deleteDashboards,
  describeAlarms,
  getDashboard,
  listDashboards,
  listTagsForResource,
  putDashboard,
  putMetricAlarm,
  tagResource,
  untagResource,
] as const;

/** CloudWatch's alarms and dashboards: kept, shown and tagged. Alarms are not evaluated, because nothing is measured here. */
export const createMonitoring: CreateModule = (environment) => ({
  services: [defineService(ABOUT, new Monitoring(environment), constrained(OPERATIONS, MODEL, brokenModel))],
  handlers: cloudwatchHandlers,
});
