import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { unsupportedVariables } from "../../local/gateway/access-log-variables.ts";
import { ACCOUNT, type Deployment, deploy, REGION, type Registered } from "./mocks.ts";

/** Everything that can be switched on, but `audit`, whose component is not of this repository. */
const EVERYTHING = { edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" };

/** What AWS takes at most, of texts that the provider hands on as they are; in bytes. */
const LONGEST = [
  // AWS counts the inline policies of a role together and without white space; ours have one and none.
  { type: "aws:iam/rolePolicy:RolePolicy", property: "policy", limit: 10_240, source: "IAMUG/reference_iam-quotas" },
  { type: "aws:iam/role:Role", property: "assumeRolePolicy", limit: 2048, source: "IAMUG/reference_iam-quotas" },
  { type: "aws:sfn/stateMachine:StateMachine", property: "definition", limit: 2 ** 20, source: "DG/service-quotas" },
  {
    type: "aws:cloudwatch/eventRule:EventRule",
    property: "eventPattern",
    limit: 4096,
    source: "EBUG/eb-event-patterns",
  },
  { type: "aws:cloudfront/function:Function", property: "code", limit: 10_240, source: "CFDG/cloudfront-limits" },
  {
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    property: "policyDocument",
    limit: 5120,
    source: "PutResourcePolicy",
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    property: "alarmDescription",
    limit: 1024,
    source: "PutMetricAlarm",
  },
  {
    type: "aws:apigatewayv2/integration:Integration",
    property: "requestTemplates",
    limit: 32_768,
    source: "API reference",
  },
  { type: "aws:apigatewayv2/model:Model", property: "schema", limit: 32_768, source: "API reference" },
  { type: "aws:apigatewayv2/stage:Stage", property: "accessLogSettings", limit: 3072, source: "DG/limits" },
  { type: "aws:lambda/function:Function", property: "environment", limit: 4096, source: "LDG/gettingstarted-limits" },
] as const;

/** What a fresh account, an API, a bus or a region takes of what the program makes, where that is little. */
const ROOM = [
  { type: "aws:apigatewayv2/route:Route", room: 300, source: "DG/limits" },
  { type: "aws:apigatewayv2/integration:Integration", room: 300, source: "DG/limits" },
  { type: "aws:apigatewayv2/stage:Stage", room: 10, source: "DG/limits" },
  { type: "aws:cloudwatch/eventRule:EventRule", room: 300, source: "EBUG/eb-quota" },
  { type: "aws:cloudwatch/eventTarget:EventTarget", room: 5, source: "EBUG/eb-quota, for one rule" },
  { type: "aws:cloudfront/distribution:Distribution", room: 1, source: "CFDG/cloudfront-limits, of 200 in all stacks" },
  { type: "aws:iam/role:Role", room: 20, source: "IAMUG/reference_iam-quotas, of 1,000 in all stacks" },
] as const;

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

// What AWS refuses, or takes without a word and does not do, in places where the provider lets it pass.
describe("the program on AWS", () => {
  let program: Deployment;
  before(async () => {
    program = await deploy(EVERYTHING);
  });

  const inputsOf = (type: string) => program.all(type).map(({ inputs }) => inputs);
  const allowed = (role: string): readonly { Action: string[]; Resource: string[] }[] =>
    inputsOf("aws:iam/rolePolicy:RolePolicy")
      .filter((inputs) => inputs["role"] === `${role}id`)
      .flatMap((inputs) => JSON.parse(text(inputs["policy"])).Statement);

  it("asks the access log for variables that access logs have (DG/websocket-api-logging)", () => {
    const { format } = Object(program.get("aws:apigatewayv2/stage:Stage", "stage").inputs["accessLogSettings"]);
    expect(JSON.parse(format)).to.include.keys("requestId", "status", "validationError");
    expect(unsupportedVariables(format)).to.deep.equal([]);
  });

  it("calls services and functions by POST, as AWS asks for (API reference, CreateIntegration)", () => {
    const methods = inputsOf("aws:apigatewayv2/integration:Integration").map(
      (inputs) => `${inputs["integrationType"]} ${inputs["integrationMethod"] ?? "-"}`,
    );
    expect([...new Set(methods)]).to.have.members(["AWS POST", "AWS_PROXY POST", "MOCK -"]);
  });

  for (const { type, property, limit, source } of LONGEST) {
    it(`has no ${property} of ${type} beyond ${limit} bytes (${source})`, () => {
      const long = (each: Registered) => Buffer.byteLength(text(each.inputs[property])) > limit;
      expect(program.all(type)).not.to.deep.equal([]);
      expect(program.all(type).filter(long)).to.deep.equal([]);
    });
  }

  it("lets those call a function that do, and nobody else", () => {
    const [api] = inputsOf("aws:apigatewayv2/integration:Integration").map((inputs) => inputs["apiId"]);
    const routes = inputsOf("aws:apigatewayv2/route:Route").map(
      (route) => `apigateway.amazonaws.com arn:aws:execute-api:${REGION}:${ACCOUNT}:${api}/dev/${route["routeKey"]}`,
    );
    const rules = inputsOf("aws:cloudwatch/eventTarget:EventTarget").map(
      (target) =>
        `events.amazonaws.com arn:aws:events:${REGION}:${ACCOUNT}:rule/${target["eventBusName"]}/${target["rule"]}`,
    );
    const permissions = inputsOf("aws:lambda/permission:Permission");
    expect(permissions.map(({ function: name }) => name)).to.have.members(["echo", "pizza-notifier"]);
    for (const { principal, sourceArn } of permissions) {
      expect([...routes, ...rules]).to.include(`${principal} ${sourceArn}`);
    }
  });

  it("names rules by their names, on the bus that they are on", () => {
    const rules = inputsOf("aws:cloudwatch/eventRule:EventRule").map(({ eventBusName }) => eventBusName);
    for (const { rule, eventBusName } of inputsOf("aws:cloudwatch/eventTarget:EventTarget")) {
      expect(rule).not.to.include("/");
      expect(rules).to.include(eventBusName);
    }
  });

  it("hides a message for six times as long as its function runs, and lets the function take it (LDG/services-sqs-configure)", () => {
    const mappings = inputsOf("aws:lambda/eventSourceMapping:EventSourceMapping");
    expect(mappings).to.have.length(1);
    for (const { eventSourceArn, functionName } of mappings) {
      const queue = program.get("aws:sqs/queue:Queue", text(eventSourceArn).split(":").at(-1) ?? "").inputs;
      const reader = program.get("aws:lambda/function:Function", text(functionName).split(":").at(-1) ?? "");
      expect(Number(queue["visibilityTimeoutSeconds"])).to.be.at.least(6 * Number(reader.inputs["timeout"]));
      const statement = allowed(`${reader.name}-role`).find(({ Resource }) => Resource.includes(text(eventSourceArn)));
      expect(statement?.Action).to.include.members([
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
      ]);
    }
  });

  it("lets a function send to its own dead letters, which AWS tries when it makes the function", () => {
    const failing = program.all("aws:lambda/function:Function").filter(({ inputs }) => inputs["deadLetterConfig"]);
    expect(failing.map(({ name }) => name)).to.deep.equal(["pizza-notifier"]);
    for (const { name, inputs } of failing) {
      const { targetArn } = Object(inputs["deadLetterConfig"]);
      const statement = allowed(`${name}-role`).find(({ Resource }) => Resource.includes(targetArn));
      expect(statement?.Action).to.deep.equal(["sqs:SendMessage"]);
    }
  });

  it("reserves no concurrency, of which a new account has none to give away (LDG/configuration-concurrency)", () => {
    for (const inputs of inputsOf("aws:lambda/function:Function")) {
      expect(inputs).not.to.have.property("reservedConcurrentExecutions");
    }
  });

  it("describes the attributes of keys and no others", () => {
    for (const inputs of inputsOf("aws:dynamodb/table:Table")) {
      const described = (inputs["attributes"] as readonly { name: string }[]).map(({ name }) => name);
      expect(described).to.deep.equal([inputs["hashKey"]]);
    }
  });

  it("sums what alarms watch: not every metric has a maximum (SNSDG/sns-monitoring-using-cloudwatch)", () => {
    const statistics = inputsOf("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ statistic }) => statistic);
    expect([...new Set(statistics)]).to.deep.equal(["Sum"]);
  });

  it("raises alarms by a topic that CloudWatch can publish to (SNSDG/sns-key-management)", () => {
    const topics = new Set(inputsOf("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap((each) => each["alarmActions"]));
    expect([...topics]).to.deep.equal([`arn:aws:sns:${REGION}:${ACCOUNT}:alarms`]);
    expect(program.get("aws:sns/topic:Topic", "alarms").inputs).not.to.have.property("kmsMasterKeyId");
  });

  it("logs where no stack has to spend one of the account's ten policies (DG/bp-cwl, EBUG/eb-use-resource-based)", () => {
    for (const { loggingConfiguration } of inputsOf("aws:sfn/stateMachine:StateMachine")) {
      expect(Object(loggingConfiguration).logDestination).to.match(/:log-group:\/aws\/vendedlogs\/states\/.+:\*$/);
    }
    const [log] = inputsOf("aws:cloudwatch/eventTarget:EventTarget").filter(({ arn }) => text(arn).includes(":logs:"));
    expect(log?.["arn"]).to.match(/:log-group:\/aws\/events\/[^*]+$/);
    expect(log).not.to.have.property("roleArn");
    for (const inputs of inputsOf("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")) {
      expect(inputs).to.have.property("resourceArn");
      expect(inputs).not.to.have.property("policyName");
    }
  });

  it("keeps the logs that a role of the account writes, and may make, in groups that no later stack asks for", () => {
    const names = inputsOf("aws:cloudwatch/logGroup:LogGroup").map(({ name }) => text(name));
    // Functions, workflows and rules write as who may make no groups: see the statements of their roles and policies.
    const owned = names.filter((name) => !/^\/aws\/(?:lambda|events|vendedlogs\/states)\//.test(name));
    expect(owned).to.have.members([
      "/aws/apigateway/apiid/dev",
      "/aws/vendedlogs/websocket/websocket-orders-test/stage-apiid",
    ]);
  });

  it("answers on every route that says so, and on no other (DG/apigateway-websocket-api-route-response)", () => {
    const answered = inputsOf("aws:apigatewayv2/routeResponse:RouteResponse").map((inputs) => inputs["routeId"]);
    const asked = program
      .all("aws:apigatewayv2/route:Route")
      .filter(({ inputs }) => inputs["routeResponseSelectionExpression"] !== undefined)
      .map(({ name }) => `${name}id`);
    expect(answered).to.have.members(asked);
    for (const inputs of inputsOf("aws:apigatewayv2/routeResponse:RouteResponse")) {
      expect(inputs["routeResponseKey"]).to.equal("$default");
    }
  });

  it("escapes the sign in expressions that name a key (DG/apigateway-websocket-api-selection-expressions)", () => {
    const expressions = program.resources.flatMap(({ inputs }) => [
      ...(inputs["templateSelectionExpression"] === undefined ? [] : [inputs["templateSelectionExpression"]]),
      ...(inputs["modelSelectionExpression"] === undefined ? [] : [inputs["modelSelectionExpression"]]),
    ]);
    expect([...new Set(expressions)]).to.deep.equal(["\\$default"]);
    for (const { requestModels } of inputsOf("aws:apigatewayv2/route:Route").filter((each) => each["requestModels"])) {
      expect(Object.keys(Object(requestModels))).to.deep.equal(["$default"]);
    }
  });

  it("puts an edge in front that CloudFront takes and handshakes pass (CFDG/distribution-working-with.websockets)", () => {
    const { inputs } = program.get("aws:cloudfront/distribution:Distribution", "edge");
    const [origin] = Object(inputs["origins"]).value;
    expect(origin.domainName).to.match(/^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/);
    expect(origin.originPath).to.match(/^\/[\w-]+$/);
    const behaviour = Object(inputs["defaultCacheBehavior"]);
    // One of the three sets that CloudFront knows; a handshake is a GET.
    expect(behaviour.allowedMethods).to.deep.equal(["GET", "HEAD"]);
    // CachingDisabled, and AllViewerExceptHostHeader: API Gateway answers 403 to a Host that is not its own.
    expect(behaviour.cachePolicyId).to.equal("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    expect(behaviour.originRequestPolicyId).to.equal("b689b0a8-53d0-40ab-baf2-68738e2966ac");
    expect(behaviour.functionAssociations).to.have.length(1);
    // With tags CreateFunction answers 409 (cloudformation-coverage-roadmap#2508), unpublished it cannot be associated.
    const edge = program.get("aws:cloudfront/function:Function", "edge-viewer-request").inputs;
    expect(edge).to.include({ publish: true }).and.not.to.have.property("tags");
  });

  it("names log groups so that AWS takes them with the longest names of project and stack (CreateLogGroup)", () => {
    const names = inputsOf("aws:cloudwatch/logGroup:LogGroup").map(({ name }) => text(name));
    // Pulumi allows 100 characters for either; nothing else has them in its name.
    const longest = names.map((name) => name.replace("websocket-orders-test", `${"p".repeat(100)}-${"s".repeat(100)}`));
    expect(longest.filter((name) => !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name))).to.deep.equal([]);
    const others = program.resources.filter(({ type, inputs }) => {
      const { tags: _, loggingConfig: __, loggingConfiguration: ___, accessLogSettings: ____, ...rest } = inputs;
      return (
        type !== "aws:cloudwatch/logGroup:LogGroup" && /"name":"[^"]*websocket-orders-test/.test(JSON.stringify(rest))
      );
    });
    expect(others).to.deep.equal([]);
  });

  it("deletes a log group after what writes to it, or AWS would have it back", () => {
    const writers = ["lambda/function:Function", "sfn/stateMachine:StateMachine", "apigatewayv2/stage:Stage"];
    const dependents = program.resources.filter(({ type }) =>
      [...writers, "cloudwatch/eventTarget:EventTarget"].some((writer) => type === `aws:${writer}`),
    );
    for (const { name, urn } of program.all("aws:cloudwatch/logGroup:LogGroup")) {
      const waiting = dependents.filter(({ dependencies }) => dependencies.includes(urn));
      expect(waiting, name).to.have.length(1);
    }
  });

  it("keeps nothing from being destroyed", () => {
    const keepers = ["deletionProtectionEnabled", "skipDestroy", "retainOnDelete", "preventDestroy"];
    for (const { name, inputs } of program.resources) {
      expect(
        keepers.filter((keeper) => inputs[keeper] === true),
        name,
      ).to.deep.equal([]);
    }
  });

  it("keeps dead letters longer than the queue that they come from (SQSDG/sqs-dead-letter-queues)", () => {
    const queues = program.all("aws:sqs/queue:Queue");
    const redriven = queues.filter(({ inputs }) => inputs["redrivePolicy"] !== undefined);
    expect(redriven.map(({ name }) => name)).to.deep.equal(["payments-queue"]);
    for (const { inputs } of redriven) {
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text(inputs["redrivePolicy"]));
      const letters = program.get("aws:sqs/queue:Queue", deadLetterTargetArn.split(":").at(-1));
      expect(maxReceiveCount).to.be.a("number");
      expect(letters.inputs["messageRetentionSeconds"]).to.be.greaterThan(Number(inputs["messageRetentionSeconds"]));
    }
  });

  for (const { type, room, source } of ROOM) {
    it(`has no more ${type} than a fresh account has room for: ${room} (${source})`, () => {
      expect(program.all(type)).not.to.deep.equal([]);
      expect(program.all(type).length).to.be.at.most(room);
    });
  }

  it("is tied to no partition but by what it is told", () => {
    const folder = join(import.meta.dirname, "../../infra");
    const code = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
      .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line));
    const tied = code.filter((line) => /arn:aws|amazonaws\.com/.test(line));
    // The integrations' own ARNs are written for `aws` and moved to the partition; service principals are the same in all.
    expect(tied.filter((line) => !/states:::|Service|principal: /.test(line))).to.deep.equal([]);
  });
});
