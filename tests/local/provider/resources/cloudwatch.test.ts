import { expect } from "chai";
import { createMonitoring } from "../../../../local/monitoring/module.ts";
import { type TestEnvironment, testEnvironment } from "../../../support/environment.ts";
import { type Handlers, handlersOf } from "./handlers.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

describe("aws:cloudwatch alarms and dashboards", () => {
  let environment: TestEnvironment;
  let handlers: Handlers;

  beforeEach(() => {
    environment = testEnvironment();
    handlers = handlersOf(environment, [environment.use(createMonitoring)]);
  });

  const alarm = {
    name: "failures",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    metricName: "ExecutionsFailed",
    namespace: "AWS/States",
    statistic: "Sum",
    period: 60,
    threshold: 0,
    dimensions: { StateMachineArn: "arn" },
    alarmActions: ["arn:aws:sns:us-east-1:000000000000:topic"],
    actionsEnabled: true,
    treatMissingData: "notBreaching",
    tagsAll: { stack: "dev" },
  };

  it("keeps an alarm, says that nothing evaluates it, and reads it back", async () => {
    const { id, outputs } = await handlers.create(ALARM, alarm);
    expect(id).to.equal("failures");
    expect(outputs["arn"]).to.equal("arn:aws:cloudwatch:us-east-1:000000000000:alarm:failures");
    await handlers.create(ALARM, { ...alarm, name: "another" });
    expect(environment.lines).to.deep.equal([
      "info Alarms, failures first, are kept but not evaluated: the local runtime measures no metrics.",
    ]);
    const handler = handlers.handler(ALARM);
    const { tagsAll: tags, ...settings } = alarm;
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.include({ ...settings, tags });
    const news = { ...alarm, threshold: 5, tagsAll: { owner: "me" } };
    await handler.update?.(id, alarm, news, handlers.context);
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.include({ threshold: 5, tags: { owner: "me" } });
    await handler.delete(id, outputs, handlers.context);
    await handler.delete(id, outputs, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("keeps metric queries as they were given", async () => {
    const { metricName: _1, namespace: _2, statistic: _3, period: _4, dimensions: _5, ...rest } = alarm;
    const metricQueries = [
      { id: "rate", expression: "a / b", label: "rate", returnData: true },
      {
        id: "a",
        metric: {
          metricName: "Errors",
          namespace: "AWS/Lambda",
          period: 60,
          stat: "Sum",
          dimensions: { FunctionName: "f" },
        },
        returnData: false,
      },
    ];
    const { id } = await handlers.create(ALARM, { ...rest, metricQueries });
    const read = await handlers.handler(ALARM).read(id, handlers.context);
    expect(read?.inputs["metricQueries"]).to.deep.equal(metricQueries);
  });

  it("refuses alarms that AWS or the local runtime would not take", () => {
    const { statistic: _, ...without } = alarm;
    expect(handlers.handler(ALARM).check?.(without, new Set())).to.have.nested.property("[0].property", "statistic");
    expect(handlers.handler(ALARM).check?.(alarm, new Set())).to.deep.equal([]);
    const promql = { ...alarm, evaluationCriteria: {} };
    expect(handlers.handler(ALARM).check?.(promql, new Set())).to.deep.equal([
      { property: "evaluationCriteria", reason: "is not served by the local runtime" },
    ]);
  });

  it("keeps a dashboard", async () => {
    const inputs = { dashboardName: "orders", dashboardBody: '{"widgets":[]}' };
    const { id, outputs } = await handlers.create(DASHBOARD, inputs);
    expect(outputs["dashboardArn"]).to.equal("arn:aws:cloudwatch::000000000000:dashboard/orders");
    const handler = handlers.handler(DASHBOARD);
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.equal(inputs);
    await handler.delete(id, outputs, handlers.context);
    await handler.delete(id, outputs, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });
});
