import { getProject, getStack, type Input, runtime } from "@pulumi/pulumi";

/**
 * The types of this program that AWS lets be tagged. CloudFront's functions are not among them, although AWS lets them be of
 * late: with tags CreateFunction may answer 409 (aws-cloudformation/cloudformation-coverage-roadmap#2508). They are found by
 * their name.
 */
const TAGGABLE: ReadonlySet<string> = new Set([
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:dynamodb/table:Table",
  "aws:iam/role:Role",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:lambda/function:Function",
  "aws:sfn/activity:Activity",
  "aws:sfn/stateMachine:StateMachine",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "awsx:cloudtrail:Trail",
]);

/** By these leftovers are found: `npm run stack -- sweep` and whoever looks for them. */
export const STACK_TAGS = ["project", "stack"] as const;

/**
 * Tags every resource that can be tagged, from here on: with {@link STACK_TAGS} and with the tags of the configuration. A
 * resource's own tags win.
 */
export function tagEverything(tags: Readonly<Record<string, Input<string>>>): void {
  const own: Record<(typeof STACK_TAGS)[number], string> = { project: getProject(), stack: getStack() };
  const common = { ...tags, ...own };
  runtime.registerStackTransformation(({ type, props, opts }) => {
    if (!TAGGABLE.has(type)) return undefined;
    const tagged = { ...props, tags: { ...common, ...props["tags"] } };
    return { props: type === "awsx:cloudtrail:Trail" ? { ...tagged, s3Bucket: bucketOf(tagged) } : tagged, opts };
  });
}

/** A trail is a component, made by a plugin that no transformation reaches: it hands its own tags on to the trail alone. */
function bucketOf({ s3Bucket, tags }: { s3Bucket?: { args?: { tags?: object } }; tags: object }): object {
  return { ...s3Bucket, args: { ...s3Bucket?.args, tags: { ...tags, ...s3Bucket?.args?.tags } } };
}
