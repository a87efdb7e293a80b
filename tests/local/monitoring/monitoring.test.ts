import { expect } from "chai";
import { createMonitoring } from "../../../local/monitoring/module.ts";
import { type Served, serve } from "../../support/served.ts";

const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=AKID/20240110/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0";

describe("CloudWatch over HTTP", () => {
  let served: Served;

  before(async () => {
    served = await serve(createMonitoring);
  });
  after(() => served.close());

  const form = async (parameters: Record<string, string>): Promise<string> => {
    const response = await fetch(served.client.endpoint, {
      method: "POST",
      headers: { authorization: AUTHORIZATION },
      body: new URLSearchParams({ Version: "2010-08-01", ...parameters }),
    });
    return response.text();
  };
  const json = async (operation: string, input: object): Promise<unknown> => {
    const response = await fetch(served.client.endpoint, {
      method: "POST",
      headers: { authorization: AUTHORIZATION, "x-amz-target": `GraniteServiceVersion20100801.${operation}` },
      body: JSON.stringify(input),
    });
    return response.json();
  };

  it("speaks the Query protocol and the JSON protocol about the same alarms", async () => {
    await form({
      Action: "PutMetricAlarm",
      AlarmName: "failures",
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: "1",
      MetricName: "Errors",
      Threshold: "2.5",
      "Dimensions.member.1.Name": "FunctionName",
      "Dimensions.member.1.Value": "echo",
      "Tags.member.1.Key": "stack",
      "Tags.member.1.Value": "dev",
    });
    const shown = await json("DescribeAlarms", { AlarmNames: ["failures"] });
    expect(shown).to.have.nested.property("MetricAlarms[0].Threshold", 2.5);
    expect(shown).to.have.nested.property("MetricAlarms[0].StateValue", "INSUFFICIENT_DATA");
    expect(shown).to.have.nested.property("MetricAlarms[0].Dimensions[0].Value", "echo");
    const xml = await form({ Action: "DescribeAlarms" });
    expect(xml).to.contain("<StateUpdatedTimestamp>2024-01-10T12:00:00.000Z</StateUpdatedTimestamp>");
    expect(xml).to.contain("<AlarmArn>arn:aws:cloudwatch:us-east-1:000000000000:alarm:failures</AlarmArn>");
    const ResourceARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:failures";
    expect(await json("ListTagsForResource", { ResourceARN })).to.deep.equal({
      Tags: [{ Key: "stack", Value: "dev" }],
    });
  });

  it("deletes all or nothing", async () => {
    expect(
      await form({ Action: "DeleteAlarms", "AlarmNames.member.1": "failures", "AlarmNames.member.2": "x" }),
    ).to.contain("<Code>ResourceNotFound</Code>");
    expect(await json("DescribeAlarms", {}))
      .to.have.property("MetricAlarms")
      .with.length(1);
  });

  const alarm = { AlarmName: "a", EvaluationPeriods: 2, ComparisonOperator: "GreaterThanThreshold", MetricName: "m" };
  const REFUSALS: readonly (readonly [string, string, object, string])[] = [
    [
      "hashicorp/terraform#24070",
      "PutMetricAlarm",
      { ...alarm, DatapointsToAlarm: 3 },
      "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    ],
    [
      "model",
      "PutMetricAlarm",
      { ...alarm, Statistic: "Median" },
      "1 validation error detected: Value 'Median' at 'statistic' failed to satisfy constraint: Member must satisfy enum value set: [Maximum, SampleCount, Sum, Minimum, Average]",
    ],
    [
      "model",
      "PutMetricAlarm",
      { ...alarm, EvaluationPeriods: 0 },
      "1 validation error detected: Value '0' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "model",
      "DescribeAlarms",
      { MaxRecords: 101 },
      "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
  ];
  for (const [source, operation, input, message] of REFUSALS) {
    it(`refuses, in the framework's words: ${message.slice(0, 60)} (${source})`, async () => {
      expect(await json(operation, input)).to.include({ __type: "ValidationError", message });
    });
  }

  it("refuses what is missing, and a dashboard that is no JSON", async () => {
    expect(await json("PutMetricAlarm", { AlarmName: "x" })).to.have.property("__type", "ValidationError");
    expect(await json("PutDashboard", { DashboardName: "d", DashboardBody: "{" })).to.have.property(
      "__type",
      "InvalidParameterInput",
    );
  });
});
