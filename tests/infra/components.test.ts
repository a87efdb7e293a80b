import { expect } from "chai";
import { ACTIONS_WITHOUT_RESOURCE } from "../../infra/iam.ts";
import { ACCOUNT, type Deployment, deploy, REGION, type Registered } from "./mocks.ts";

/** Everything that can be switched on, but `audit`, whose component is not of this repository. */
const EVERYTHING = { edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO", tags: "team=orders" };

interface Policy {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource?: string | string[] }[];
}

const list = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

describe("the program's resources", () => {
  let program: Deployment;
  before(async () => {
    program = await deploy(EVERYTHING);
  });

  const isComponent = (resource: Registered) => resource.type.startsWith("websocket-orders:");
  const named = (urn: string) => program.resources.find((each) => each.urn === urn);

  it("have components as parents, but those that index.ts makes itself", () => {
    const orphans = program.resources.filter((each) => each.custom && !isComponent(named(each.parent) ?? each));
    expect(orphans.map((each) => each.urn)).to.deep.equal([]);
  });

  it("begin with their component's name", () => {
    const misnamed = program.resources.filter((each) => {
      const parent = named(each.parent);
      return parent !== undefined && isComponent(parent) && !each.name.startsWith(parent.name);
    });
    expect(misnamed.map((each) => each.urn)).to.deep.equal([]);
  });

  it("are registered with outputs by every component", () => {
    const silent = program.resources.filter(
      (each) => isComponent(each) && Object.keys(each.outputs ?? {}).length === 0,
    );
    expect(silent.map((each) => each.urn)).to.deep.equal([]);
  });

  it("name * nowhere but for actions that have no resources", () => {
    const documents = program.resources.flatMap((each) =>
      [each.inputs["policy"], each.inputs["policyDocument"]].flatMap((text) =>
        typeof text === "string" ? [{ name: each.name, policy: JSON.parse(text) as Policy }] : [],
      ),
    );
    expect(documents.length).to.be.greaterThan(15);
    for (const { name, policy } of documents) {
      for (const statement of policy.Statement) {
        const actions = list(statement.Action);
        expect(
          actions.filter((action) => action.includes("*")),
          name,
        ).to.deep.equal([]);
        if (!list(statement.Resource).includes("*")) continue;
        expect(
          actions.filter((action) => !ACTIONS_WITHOUT_RESOURCE.has(action)),
          name,
        ).to.deep.equal([]);
      }
    }
  });

  it("trust exactly one service, for this account where AWS says on whose behalf", () => {
    const trusts = program.all("aws:iam/role:Role").map(({ name, inputs }) => {
      const [statement] = JSON.parse(String(inputs["assumeRolePolicy"])).Statement;
      return { name, service: statement.Principal.Service, condition: statement.Condition };
    });
    for (const { name, service, condition } of trusts) {
      // API Gateway sends no such keys: a condition would break every call.
      if (service === "apigateway.amazonaws.com") expect(condition, name).to.equal(undefined);
      else expect(condition.StringEquals, name).to.deep.equal({ "aws:SourceAccount": "123456789012" });
    }
    expect(new Set(trusts.map(({ service }) => service))).to.deep.equal(
      new Set(["apigateway.amazonaws.com", "lambda.amazonaws.com", "states.amazonaws.com"]),
    );
  });

  it("carry the tags of the stack wherever AWS takes tags", () => {
    const tagged = program.resources.filter((each) => each.inputs["tags"] !== undefined);
    for (const { inputs } of tagged) {
      expect(inputs["tags"]).to.include({ project: "websocket-orders", stack: "test", team: "orders" });
    }
    const types = new Set(tagged.map((each) => each.type));
    // Types of this program that AWS takes no tags for, or (CloudFront functions) only of late.
    const untaggable = new Set(
      (
        "apigatewayv2/deployment:Deployment apigatewayv2/integration:Integration apigatewayv2/integrationResponse:IntegrationResponse " +
        "apigatewayv2/model:Model apigatewayv2/route:Route apigatewayv2/routeResponse:RouteResponse cloudfront/function:Function " +
        "cloudwatch/eventTarget:EventTarget cloudwatch/logResourcePolicy:LogResourcePolicy iam/rolePolicy:RolePolicy " +
        "lambda/permission:Permission sns/topicSubscription:TopicSubscription sqs/queuePolicy:QueuePolicy"
      )
        .split(" ")
        .map((type) => `aws:${type}`),
    );
    const forgotten = program.resources.filter(
      (each) => each.custom && !types.has(each.type) && !untaggable.has(each.type),
    );
    expect(forgotten.map((each) => each.type)).to.deep.equal([]);
  });

  it("have names that AWS takes, with the eight characters that Pulumi adds to them", () => {
    const longest: Readonly<Record<string, number>> = {
      "aws:iam/role:Role": 64,
      "aws:iam/rolePolicy:RolePolicy": 128,
      "aws:lambda/function:Function": 64,
      "aws:lambda/permission:Permission": 100,
      "aws:sfn/stateMachine:StateMachine": 80,
      "aws:sfn/activity:Activity": 80,
      "aws:cloudwatch/eventRule:EventRule": 64,
      "aws:cloudwatch/eventTarget:EventTarget": 64,
      "aws:sqs/queue:Queue": 80,
      "aws:cloudfront/function:Function": 64,
      "aws:apigatewayv2/api:Api": 128,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
    };
    const named = program.resources.filter(({ type }) => type in longest);
    expect(new Set(named.map(({ type }) => type)).size).to.equal(Object.keys(longest).length);
    expect(named.filter(({ type, name }) => name.length + 8 > (longest[type] ?? 0))).to.deep.equal([]);
    for (const { name, inputs } of program.all("aws:apigatewayv2/model:Model")) {
      expect(inputs["name"], name).to.match(/^[A-Za-z0-9]{1,128}$/);
    }
  });

  it("are gone when their stack is", () => {
    expect(program.resources.filter(({ kept }) => kept)).to.deep.equal([]);
  });

  it("keep no log for ever, and let nobody make log groups", () => {
    for (const group of program.all("aws:cloudwatch/logGroup:LogGroup")) {
      expect(group.inputs["retentionInDays"], group.name).to.equal(14);
    }
    const policies = program.all("aws:iam/rolePolicy:RolePolicy").map((each) => String(each.inputs["policy"]));
    expect(policies.filter((policy) => policy.includes("logs:CreateLogGroup"))).to.deep.equal([]);
  });

  it("let a stack's stage log neither payloads nor without room for calls", () => {
    const settings = program.get("aws:apigatewayv2/stage:Stage", "stage").inputs["defaultRouteSettings"];
    expect(settings).to.include({ dataTraceEnabled: false, throttlingBurstLimit: 5000, throttlingRateLimit: 10_000 });
    expect(settings).to.include({ loggingLevel: "INFO", detailedMetricsEnabled: false });
  });

  it("send every asynchronous failure to a dead-letter queue", () => {
    expect(program.get("aws:lambda/function:Function", "pizza-notifier").inputs["deadLetterConfig"]).to.have.property(
      "targetArn",
    );
    const target = program.get("aws:cloudwatch/eventTarget:EventTarget", "pizza-orders-status").inputs;
    expect(target["deadLetterConfig"]).to.have.property("arn");
    const redrive = JSON.parse(String(program.get("aws:sqs/queue:Queue", "payments-queue").inputs["redrivePolicy"]));
    expect(redrive.maxReceiveCount).to.equal(5);
  });

  it("are let into every queue that they send to, before they send", () => {
    const arnOf = (text: unknown) => String(JSON.parse(String(text)).deadLetterTargetArn);
    const senders = [
      ...program.all("aws:cloudwatch/eventTarget:EventTarget").map((target) => ({
        target,
        source: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${target.inputs["eventBusName"]}/${target.inputs["rule"]}`,
        queues: [String(Object(target.inputs["deadLetterConfig"]).arn)],
      })),
      ...program
        .all("aws:sns/topicSubscription:TopicSubscription")
        .filter(({ inputs }) => inputs["protocol"] === "sqs")
        .map((target) => ({
          target,
          source: String(target.inputs["topic"]),
          queues: [String(target.inputs["endpoint"]), arnOf(target.inputs["redrivePolicy"])],
        })),
    ];
    expect(senders.map(({ target }) => target.name)).to.have.members([
      "pizza-orders-log",
      "pizza-orders-status",
      "notifications-test",
    ]);
    for (const { target, source, queues } of senders) {
      for (const queue of queues) {
        const policy = program.all("aws:sqs/queuePolicy:QueuePolicy").find(({ inputs }) => {
          const [statement] = JSON.parse(String(inputs["policy"])).Statement;
          const [pattern] = statement.Condition.ArnEquals["aws:SourceArn"];
          return statement.Resource === queue && source.startsWith(pattern.replace(/\*$/, ""));
        });
        expect(policy, `${source} may send to ${queue}`).not.to.equal(undefined);
        expect(target.dependencies, target.name).to.include(policy?.urn);
      }
    }
  });

  it("tell who claims an order that it is not there only when DynamoDB says so", () => {
    const responses = program
      .all("aws:apigatewayv2/integrationResponse:IntegrationResponse")
      .filter(({ name }) => name.startsWith("food-delivery-claim-"));
    const denials = responses.filter(({ inputs }) =>
      JSON.stringify(inputs["responseTemplates"]).includes("no such order"),
    );
    expect(denials.map(({ inputs }) => inputs["integrationResponseKey"])).to.deep.equal(["/400/"]);
    expect(responses.map(({ inputs }) => inputs["integrationResponseKey"])).to.include("$default");
  });

  it("wait for the permissions that AWS tries when it makes them", () => {
    for (const machine of program.all("aws:sfn/stateMachine:StateMachine")) {
      expect(machine.dependencies.join("\n"), machine.name).to.include(`${machine.name}-role-policy`);
    }
    for (const lambda of program.all("aws:lambda/function:Function")) {
      expect(lambda.dependencies.join("\n"), lambda.name).to.include(`${lambda.name}-role-policy`);
    }
  });

  it("have exactly the outputs that clients, CI and tests rely on", () => {
    expect(Object.keys(program.exports).sort()).to.deep.equal(
      (
        "asyncHelloArn connectionsUrl deliveryStatusActivityArn edgeUrl eventBusName findDeliveryPartnerActivityArn " +
        "foodDeliveryArn notificationTestQueueUrl notificationTopicArn ordersTableName paymentArn paymentQueueUrl " +
        "pizzaOrderArn prepareFoodActivityArn sessionsTableName syncHelloArn webSocketUrl"
      ).split(" "),
    );
    expect(program.exports["edgeUrl"]).to.equal("wss://d111111abcdef8.cloudfront.net");
    expect(program.exports["connectionsUrl"]).to.equal("https://apiid.execute-api.eu-central-1.amazonaws.com/dev");
  });
});

describe("a stack without logs, edge and alarms", () => {
  it("needs nothing that belongs to the account", async () => {
    const program = await deploy();
    const stage = program.get("aws:apigatewayv2/stage:Stage", "stage").inputs;
    expect(stage).not.to.have.property("accessLogSettings");
    // Unsaid, the provider would keep the level of the last deployment, and API Gateway would make the log group again.
    expect(stage["defaultRouteSettings"]).to.include({ loggingLevel: "OFF", dataTraceEnabled: false });
    expect(program.all("aws:apigateway/account:Account")).to.deep.equal([]);
    expect(program.all("aws:cloudfront/distribution:Distribution")).to.deep.equal([]);
    expect(program.all("aws:cloudwatch/metricAlarm:MetricAlarm")).to.deep.equal([]);
  });
});
