import { expect } from "chai";
import { LOG_DELIVERY, TRACING } from "../../infra/iam.ts";
import { ACCOUNT, type Deployment, deploy, REGION } from "./mocks.ts";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** A Task that calls an API of API Gateway. */
interface Invoke {
  readonly Arguments: { readonly ApiEndpoint: string; readonly Stage: string; readonly AuthType?: string };
}

// What AWS finds out at the first message, or after it has retried for five minutes: a role that the service may not take
// on, or that lacks a right.
describe("the rights of the program on AWS", () => {
  let program: Deployment;
  before(async () => {
    program = await deploy({ edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" });
  });

  const all = (type: string) => program.all(`aws:${type}`);
  const roleOf = (arn: unknown) => program.get("aws:iam/role:Role", String(arn).split("/").at(-1) ?? "");
  const statementsOf = (arn: unknown): readonly Statement[] =>
    all("iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === `${roleOf(arn).name}id`)
      .flatMap(({ inputs }) => JSON.parse(String(inputs["policy"])).Statement);

  it("are in roles that the service may take on which gets them", () => {
    const given = [
      ...all("apigatewayv2/integration:Integration").map(({ inputs }) => ["apigateway", inputs["credentialsArn"]]),
      ...all("lambda/function:Function").map(({ inputs }) => ["lambda", inputs["role"]]),
      ...all("sfn/stateMachine:StateMachine").map(({ inputs }) => ["states", inputs["roleArn"]]),
    ].filter(([, arn]) => arn !== undefined);
    expect(given).to.have.length(all("iam/role:Role").length);
    for (const [service, arn] of given) {
      const { Statement: trust } = JSON.parse(String(roleOf(arn).inputs["assumeRolePolicy"]));
      expect(trust[0].Principal, String(arn)).to.deep.equal({ Service: `${service}.amazonaws.com` });
    }
  });

  it("let an integration do the one thing that it does, to what its template names", () => {
    const services = all("apigatewayv2/integration:Integration").filter(
      ({ inputs }) => inputs["integrationType"] === "AWS",
    );
    expect(services).to.have.length(8);
    for (const { name, inputs } of services) {
      const [, service, action] = /:([a-z]+):action\/(\w+)$/.exec(String(inputs["integrationUri"])) ?? [];
      const template = JSON.stringify(inputs["requestTemplates"]).replaceAll('\\"', '"');
      const [, table] = /"TableName":"([^"]+)"/.exec(template) ?? [];
      const [, machine] = /"stateMachineArn":"([^"]+)"/.exec(template) ?? [];
      const resource = table === undefined ? machine : `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`;
      expect(statementsOf(inputs["credentialsArn"]), name).to.deep.equal([
        { Effect: "Allow", Action: [`${service}:${action}`], Resource: [resource] },
      ]);
    }
  });

  it("let a workflow deliver logs and traces, which AWS knows on * only (DG/cw-logs, DG/concepts-xray-tracing)", () => {
    for (const { name, inputs } of all("sfn/stateMachine:StateMachine")) {
      const wide = statementsOf(inputs["roleArn"]).filter(({ Resource }) => Resource.includes("*"));
      expect(
        wide.flatMap(({ Action }) => Action),
        name,
      ).to.have.members([...LOG_DELIVERY, ...TRACING]);
    }
  });

  it("let workflows send to connections, as whom the API knows (DG/connect-api-gateway)", () => {
    const senders = all("sfn/stateMachine:StateMachine").filter(({ inputs }) => invokesOf(inputs).length > 0);
    expect(senders.map(({ name }) => name)).to.have.members(["hello-async", "food-delivery", "payments"]);
    for (const { name, inputs } of senders) {
      for (const { Arguments } of invokesOf(inputs)) {
        // Without IAM_ROLE the call is not signed; with a scheme or a path it is no endpoint.
        expect(Arguments).to.include({ AuthType: "IAM_ROLE", Stage: "dev" });
        expect(Arguments.ApiEndpoint).to.equal(`apiid.execute-api.${REGION}.amazonaws.com`);
      }
      expect(statementsOf(inputs["roleArn"]), name).to.deep.include({
        Effect: "Allow",
        Action: ["execute-api:ManageConnections"],
        Resource: [`arn:aws:execute-api:${REGION}:${ACCOUNT}:apiid/dev/POST/@connections/*`],
      });
    }
  });

  it("let a function write to the log that it has been told, and make none", () => {
    for (const { name, inputs } of all("lambda/function:Function")) {
      const { logGroup } = Object(inputs["loggingConfig"]);
      expect(statementsOf(inputs["role"]), name).to.deep.include({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroup}:*`],
      });
    }
  });

  it("are not needed for the key of an encrypted topic: nobody but roles of the account sends there", () => {
    const encrypted = all("sns/topic:Topic").filter(({ inputs }) => inputs["kmsMasterKeyId"] !== undefined);
    expect(encrypted.map(({ name }) => name)).to.deep.equal(["notifications"]);
    // The key that AWS keeps for SNS lets in whoever of the account may publish, and no other service.
    const services = [
      ...all("cloudwatch/eventTarget:EventTarget").map(({ inputs }) => inputs["arn"]),
      ...all("cloudwatch/metricAlarm:MetricAlarm").flatMap(({ inputs }) => inputs["alarmActions"]),
    ];
    expect(services).not.to.include(`arn:aws:sns:${REGION}:${ACCOUNT}:notifications`);
  });
});

/** The Tasks of a definition, at any depth, that call API Gateway. */
function invokesOf({ definition }: Readonly<Record<string, unknown>>): readonly Invoke[] {
  const found: Invoke[] = [];
  JSON.parse(String(definition), (_key, value) => {
    if (value?.Resource === "arn:aws:states:::apigateway:invoke") found.push(value);
    return value;
  });
  return found;
}
