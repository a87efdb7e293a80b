/** When the prices below were read, for us-east-1. */
export const PRICES_OF = "2026-11";

/** How many days a month has, for prices by the month. */
const DAYS = 30;

/**
 * What a resource costs in a month in which nobody uses it, in US dollars. Whatever is not here costs nothing then: tables
 * on demand, state machines, functions, topics, APIs and log groups are paid by use.
 */
const MONTHLY: Readonly<Record<string, number>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": 0.1,
  "aws:cloudwatch/dashboard:Dashboard": 3,
  // Lambda polls a queue that it is mapped to with five long polls of 20 seconds: 648,000 requests at $0.40 a million.
  "aws:lambda/eventSourceMapping:EventSourceMapping": 0.26,
};

/** What is told apart by its ARN alone: where only the tags of a resource are left. */
const ARNS: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]+:cloudwatch:[^:]*:\d+:alarm:/, "aws:cloudwatch/metricAlarm:MetricAlarm"],
  [/^arn:[^:]+:cloudwatch::\d+:dashboard\//, "aws:cloudwatch/dashboard:Dashboard"],
  [/^arn:[^:]+:lambda:[^:]*:\d+:event-source-mapping:/, "aws:lambda/eventSourceMapping:EventSourceMapping"],
];

/** The types of those resources that cost something without any use. */
export function typesOfArns(arns: readonly string[]): readonly string[] {
  return arns.flatMap((arn) => ARNS.find(([pattern]) => pattern.test(arn))?.[1] ?? []);
}

/** What stacks of these resources cost in a day without any use, in US dollars. */
export function idleCostPerDay(types: readonly string[]): number {
  return types.reduce((sum, type) => sum + (MONTHLY[type] ?? 0), 0) / DAYS;
}

/** `$0.01`; what is less than a cent and not nothing is said so. */
export function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? "<$0.01" : `$${amount.toFixed(2)}`;
}
