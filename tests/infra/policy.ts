import { ACTIONS_WITHOUT_RESOURCE } from "../../infra/iam.ts";
import type { Registered } from "./mocks.ts";

/** What every resource of a type has to be; an answer says what it is not. */
interface Rule {
  readonly name: string;
  readonly types: readonly string[];
  wrong(inputs: Inputs, resource: Registered): string | undefined;
}

type Inputs = Readonly<Record<string, unknown>>;

interface Statement {
  readonly Effect: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is as it is for a reason, by the resource's name. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // CloudWatch may not use the key that AWS keeps for SNS: no alarm would arrive. An alarm says nothing of any customer.
  "topics are encrypted": ["alarms"],
  // A session is worth nothing after a day, and DynamoDB forgets it then.
  "tables can be restored": ["sessions-table"],
  // AWS documents no source for these deliveries; the policy is attached to the one group and lets it only be written to.
  "services act for this account's resources only": ["pizza-orders-log-policy"],
};

/** Types whose policies let others in. */
const OPEN_TO_OTHERS = [
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
];

/**
 * Headers that no distribution may add to requests, besides those with a prefix of AWS's.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
const CLOUDFRONT_HEADERS: ReadonlySet<string> = new Set(
  (
    "cache-control connection content-length cookie host if-match if-modified-since if-none-match if-range " +
    "if-unmodified-since max-forwards pragma proxy-authenticate proxy-authorization proxy-connection range " +
    "request-range te trailer transfer-encoding upgrade via x-real-ip"
  ).split(" "),
);

const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

/**
 * The dimensions that come with the metrics of each service; a metric with fewer of them is another metric.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html for rules on a custom bus
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
const METRIC_DIMENSIONS: Readonly<Record<string, string>> = {
  "AWS/ApiGateway": "ApiId Stage",
  "AWS/Events": "EventBusName RuleName",
  "AWS/Lambda": "FunctionName",
  "AWS/SNS": "TopicName",
  "AWS/SQS": "QueueName",
  "AWS/States": "StateMachineArn",
};

const RULES: readonly Rule[] = [
  {
    name: "queues are encrypted",
    types: ["aws:sqs/queue:Queue"],
    wrong: ({ sqsManagedSseEnabled, kmsMasterKeyId }) =>
      unless(
        sqsManagedSseEnabled === true || kmsMasterKeyId !== undefined,
        "has neither SQS's own encryption nor a key",
      ),
  },
  {
    name: "topics are encrypted",
    types: ["aws:sns/topic:Topic"],
    wrong: ({ kmsMasterKeyId }) => unless(typeof kmsMasterKeyId === "string", "has no key"),
  },
  {
    // DynamoDB encrypts every table; what can go wrong is losing it.
    name: "tables can be restored",
    types: ["aws:dynamodb/table:Table"],
    wrong: (inputs) => unless(at(inputs, "pointInTimeRecovery", "enabled") === true, "has no continuous backups"),
  },
  {
    name: "logs are kept for a while and not for ever",
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    wrong: ({ retentionInDays, name }) =>
      unless(Number(retentionInDays) > 0, "has no retention") ??
      unless(typeof name === "string", "has a name that its writers cannot know"),
  },
  {
    name: "workflows are logged, without what customers say",
    types: ["aws:sfn/stateMachine:StateMachine"],
    wrong: (inputs) =>
      unless(["ERROR", "ALL"].includes(String(at(inputs, "loggingConfiguration", "level"))), "is not logged") ??
      unless(String(at(inputs, "loggingConfiguration", "logDestination")).endsWith(":*"), "has no log group") ??
      unless(at(inputs, "loggingConfiguration", "includeExecutionData") === false, "logs the data of executions"),
  },
  {
    name: "functions log to groups of the program",
    types: ["aws:lambda/function:Function"],
    wrong: (inputs) =>
      unless(
        typeof at(inputs, "loggingConfig", "logGroup") === "string",
        "lets Lambda make a log group without retention",
      ),
  },
  {
    name: "stages are logged without payloads, and throttled",
    types: ["aws:apigatewayv2/stage:Stage"],
    wrong: (inputs) => {
      const settings = (name: string) => at(inputs, "defaultRouteSettings", name);
      const throttled = Number(settings("throttlingBurstLimit")) > 0 && Number(settings("throttlingRateLimit")) > 0;
      const level = settings("loggingLevel");
      const logged = level !== "OFF";
      return (
        unless(throttled, "has no throttling numbers, which AWS takes for 0") ??
        unless(level !== undefined, "does not say what is logged, which leaves it as it was") ??
        unless(!logged || typeof at(inputs, "accessLogSettings", "destinationArn") === "string", "has no access log") ??
        unless(settings("dataTraceEnabled") !== true, "logs payloads")
      );
    },
  },
  {
    name: "the edge takes TLS only and speaks TLS 1.2 to the API",
    types: ["aws:cloudfront/distribution:Distribution"],
    wrong: (inputs) => {
      const origins = listOf(inputs["origins"]);
      const safe = origins.every(
        (origin) =>
          at(origin, "customOriginConfig", "originProtocolPolicy") === "https-only" &&
          String(at(origin, "customOriginConfig", "originSslProtocols")) === "TLSv1.2",
      );
      return (
        unless(
          at(inputs, "defaultCacheBehavior", "viewerProtocolPolicy") === "https-only",
          "takes requests without TLS",
        ) ?? unless(origins.length > 0 && safe, "asks the API without TLS 1.2")
      );
    },
  },
  {
    name: "the edge adds headers that CloudFront lets it add",
    types: ["aws:cloudfront/distribution:Distribution"],
    wrong: (inputs) => {
      const names = listOf(inputs["origins"]).flatMap((origin) =>
        listOf(at(origin, "customHeaders")).map((header) => String(at(header, "name"))),
      );
      const refused = names.find(
        (name) => /^x-(?:amz|edge)-/i.test(name) || CLOUDFRONT_HEADERS.has(name.toLowerCase()),
      );
      return refused && `adds ${refused}, which CloudFront refuses`;
    },
  },
  {
    name: "what cannot be delivered is kept",
    types: [EVENT_TARGET, SUBSCRIPTION],
    wrong: (inputs, { type }) => {
      if (type === EVENT_TARGET) return unless(at(inputs, "deadLetterConfig", "arn") !== undefined, "loses events");
      const mail = /^email/.test(String(inputs["protocol"]));
      return unless(mail || String(inputs["redrivePolicy"]).includes("deadLetterTargetArn"), "loses notifications");
    },
  },
  {
    // An alarm on a metric that nobody sends waits for ever without a word.
    name: "alarms are on metrics that AWS sends",
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    wrong: ({ namespace, dimensions }) => {
      const known = METRIC_DIMENSIONS[String(namespace)];
      const given = Object.keys(Object(dimensions)).sort().join(" ");
      return unless(known === given, `is on ${given} of ${namespace}, which has ${known}`);
    },
  },
  {
    name: "functions are called by named sources only",
    types: ["aws:lambda/permission:Permission"],
    wrong: ({ sourceArn, principal }) =>
      unless(typeof sourceArn === "string" && principal !== "*", "lets any resource of the service call the function"),
  },
  {
    name: "roles may do what they need on what they need",
    types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"],
    wrong: ({ policy }) => first(statementsOf(policy), tooMuch),
  },
  {
    name: "roles are for one service",
    types: ["aws:iam/role:Role"],
    wrong: ({ assumeRolePolicy }) =>
      first(statementsOf(assumeRolePolicy), ({ Principal }) => {
        const services = typeof Principal === "object" ? Object.entries(Principal).flat(2) : [];
        return unless(services.length === 2 && services[0] === "Service", "may be taken on by more than one service");
      }),
  },
  {
    name: "nothing is open to the world",
    types: OPEN_TO_OTHERS,
    wrong: ({ policy, policyDocument }) =>
      first(statementsOf(policy ?? policyDocument), ({ Effect, Principal }) => {
        const everybody = Principal === "*" || JSON.stringify(Principal).includes('"*"');
        return unless(Effect === "Deny" || !everybody, "is open to everybody");
      }),
  },
  {
    name: "services act for this account's resources only",
    types: OPEN_TO_OTHERS,
    wrong: ({ policy, policyDocument }) =>
      first(statementsOf(policy ?? policyDocument), ({ Effect, Condition }) => {
        const keys = Object.values(Condition ?? {}).flatMap((members) => Object.keys(members));
        const restricted = keys.some((key) => /^aws:Source(Arn|Account)$/i.test(key));
        return unless(Effect === "Deny" || restricted, "is open to other accounts' resources");
      }),
  },
];

/** Types with nothing to encrypt, log, restrict or open; a type in neither list has not been thought about. */
const HARMLESS: readonly string[] = [
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/deployment:Deployment",
  "aws:apigatewayv2/integration:Integration",
  "aws:apigatewayv2/integrationResponse:IntegrationResponse",
  "aws:apigatewayv2/model:Model",
  "aws:apigatewayv2/route:Route",
  "aws:apigatewayv2/routeResponse:RouteResponse",
  "aws:cloudfront/function:Function",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:sfn/activity:Activity",
];

/** Everything about a program's resources that a team would not want on AWS: `type name: what, against which rule`. */
export function violations(resources: readonly Registered[]): readonly string[] {
  const known = new Set([...HARMLESS, ...RULES.flatMap(({ types }) => types)]);
  return resources
    .filter(({ custom }) => custom)
    .flatMap((resource) => {
      const { type, name, inputs } = resource;
      if (!known.has(type)) return [`${type} ${name}: no rule says whether the type is harmless`];
      return RULES.filter((rule) => rule.types.includes(type) && !EXCEPTIONS[rule.name]?.includes(name)).flatMap(
        (rule) => {
          const wrong = rule.wrong(inputs, resource);
          return wrong === undefined ? [] : [`${type} ${name}: ${wrong} (${rule.name})`];
        },
      );
    });
}

/** The names of the rules. */
export const RULE_NAMES: readonly string[] = RULES.map(({ name }) => name);

function tooMuch({ Effect, Action, Resource }: Statement): string | undefined {
  if (Effect === "Deny") return undefined;
  const actions = [Action].flat();
  const wild = actions.find((action) => action.includes("*"));
  if (wild !== undefined) return `allows ${wild}`;
  if (![Resource].flat().includes("*")) return undefined;
  const narrow = actions.find((action) => !ACTIONS_WITHOUT_RESOURCE.has(action));
  return narrow === undefined ? undefined : `allows ${narrow} on everything`;
}

function statementsOf(document: unknown): readonly Statement[] {
  const { Statement: statements } = JSON.parse(String(document)) as { readonly Statement: Statement | Statement[] };
  return [statements].flat();
}

function first<T>(items: readonly T[], wrong: (item: T) => string | undefined): string | undefined {
  return items.map(wrong).find((answer) => answer !== undefined);
}

function unless(right: boolean, wrong: string): string | undefined {
  return right ? undefined : wrong;
}

/** A list, whether or not it is secret as a whole because something in it is (the header that proves the edge). */
function listOf(value: unknown): readonly unknown[] {
  const list = Array.isArray(value) ? value : at(value, "value");
  return Array.isArray(list) ? list : [];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}
