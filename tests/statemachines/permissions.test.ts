import { expect } from "chai";
import { policyDocument } from "../../infra/iam.ts";
import { StateMachine } from "../../infra/state-machine.ts";
import type { Definition } from "../../statemachines/asl/definition.ts";
import { permissionsOf } from "../../statemachines/asl/permissions.ts";
import { walk } from "../../statemachines/asl/walk.ts";
import { asyncHello } from "../../statemachines/async-hello.ts";
import { invoke } from "../../statemachines/integrations/http.ts";
import { startExecutionAndWait } from "../../statemachines/integrations/states.ts";
import { type Deployment, deploy } from "../infra/mocks.ts";

/** The actions that Step Functions itself needs, whatever the definition. */
const SERVICE = /^(?:logs|xray):/;

/** What each integration calls, said a second time so that a slip in one place shows. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "arn:aws:states:::apigateway:invoke": ["execute-api:ManageConnections"],
  "arn:aws:states:::dynamodb:getItem": ["dynamodb:GetItem"],
  "arn:aws:states:::dynamodb:putItem": ["dynamodb:PutItem"],
  "arn:aws:states:::dynamodb:updateItem": ["dynamodb:UpdateItem"],
  "arn:aws:states:::events:putEvents": ["events:PutEvents"],
  "arn:aws:states:::sns:publish": ["sns:Publish"],
  "arn:aws:states:::sqs:sendMessage.waitForTaskToken": ["sqs:SendMessage"],
};

describe("the roles of the state machines", () => {
  let program: Deployment;
  before(async () => {
    program = await deploy();
  });

  for (const name of ["hello-async", "hello-sync", "food-delivery", "pizza", "payments"]) {
    it(`${name}: may do what its definition does, and nothing else`, () => {
      const machine = program.get("aws:sfn/stateMachine:StateMachine", name).inputs;
      const definition: Definition = JSON.parse(String(machine["definition"]));
      const policy = JSON.parse(
        String(program.get("aws:iam/rolePolicy:RolePolicy", `${name}-role-policy`).inputs["policy"]),
      );
      const allowed: readonly { Action: string[]; Resource: string[] }[] = policy.Statement;

      const needed = new Set<string>();
      for (const { state } of walk(definition)) {
        if (state.Type !== "Task" || String(state["Resource"]).includes(":activity:")) continue;
        for (const action of ACTIONS[String(state["Resource"])] ?? ["unknown integration"]) needed.add(action);
      }
      const granted = new Set(allowed.flatMap(({ Action }) => Action).filter((action) => !SERVICE.test(action)));
      expect([...granted].sort()).to.deep.equal([...needed].sort());

      // Each resource that is allowed is one that the definition names, or the API that it calls.
      const text = String(machine["definition"]);
      for (const { Action, Resource } of allowed) {
        if (Action.some((action) => SERVICE.test(action))) continue;
        for (const arn of Resource) {
          const own = arn.split(/[:/]/).at(-1) ?? arn;
          expect(text.includes(own) || arn.endsWith("/dev/POST/@connections/*"), arn).to.equal(true);
        }
      }
    });
  }
});

describe("the definitions of the state machines", () => {
  it("call the integrations of the partition that they are deployed to", async () => {
    const program = await deploy({}, async () => {
      new StateMachine("hello", {
        account: { partition: "aws-us-gov", region: "us-gov-west-1", id: "123456789012" },
        definition: asyncHello,
        refs: { connections: { host: "h", stage: "dev", arn: "arn:aws-us-gov:execute-api:::a" }, waitSeconds: 1 },
      });
      return {};
    });
    const { definition } = program.get("aws:sfn/stateMachine:StateMachine", "hello").inputs;
    expect(String(definition).match(/arn:[^"]*/g)).to.deep.equal(["arn:aws-us-gov:states:::apigateway:invoke"]);
  });
});

describe("permissions of a definition", () => {
  const task = { Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true } as const;

  it("refuses a Task that was written by hand, saying where it stands", () => {
    const definition: Definition = {
      StartAt: "Both",
      States: { Both: { Type: "Parallel", Branches: [{ StartAt: "Tell", States: { Tell: task } }], End: true } },
    };
    expect(() => permissionsOf(definition)).to.throw("/States/Both/Branches[0]/States/Tell carries no permissions");
  });

  it("of a nested workflow that is waited for includes the rule by which Step Functions waits", () => {
    const arn = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:child";
    const wait = startExecutionAndWait({ arn }, { Arguments: { Input: {} }, End: true });
    const statements = permissionsOf({ QueryLanguage: "JSONata", StartAt: "Wait", States: { Wait: wait } });
    expect(statements.flatMap(({ resources }) => resources)).to.deep.equal([
      arn,
      "arn:aws-cn:states:cn-north-1:123456789012:execution:child:*",
      "arn:aws-cn:events:cn-north-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
    ]);
  });

  it("of an HTTP Task are those of the developer guide's policy, for its endpoint and method alone", () => {
    const connection = {
      arn: "arn:aws:events:us-east-2:123456789012:connection/shop/aeabd89e",
      secretArn: "arn:aws:secretsmanager:us-east-2:123456789012:secret:events!connection/shop/1-a",
    };
    const list = invoke(
      { url: "https://api.stripe.com/v1/customers", method: "GET", connection },
      { Arguments: {}, Next: "One" },
    );
    const one = invoke(
      { url: "https://api.stripe.com/v1/customers/*", method: "GET", connection },
      { Arguments: { ApiEndpoint: "{% 'https://api.stripe.com/v1/customers/' & $id %}" }, End: true },
    );
    expect(JSON.parse(JSON.stringify(list))).to.deep.include({
      Arguments: {
        ApiEndpoint: "https://api.stripe.com/v1/customers",
        Method: "GET",
        InvocationConfig: { ConnectionArn: connection.arn },
      },
    });
    const definition: Definition = { QueryLanguage: "JSONata", StartAt: "List", States: { List: list, One: one } };
    const { Statement } = JSON.parse(policyDocument(permissionsOf(definition)));
    const machines = { Effect: "Allow", Action: ["states:InvokeHTTPEndpoint"] };
    const Resource = ["arn:aws:states:us-east-2:123456789012:stateMachine:*"];
    expect(Statement).to.deep.equal([
      {
        ...machines,
        Resource,
        Condition: {
          StringEquals: {
            "states:HTTPMethod": "GET",
            "states:HTTPEndpoint": "https://api.stripe.com/v1/customers",
          },
        },
      },
      { Effect: "Allow", Action: ["events:RetrieveConnectionCredentials"], Resource: [connection.arn] },
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: [connection.secretArn],
      },
      {
        ...machines,
        Resource,
        Condition: {
          StringEquals: { "states:HTTPMethod": "GET" },
          StringLike: { "states:HTTPEndpoint": "https://api.stripe.com/v1/customers/*" },
        },
      },
    ]);
    const open = { url: String("https://api.stripe.com/*"), method: "GET", connection } as const;
    expect(() => invoke(open, { Arguments: {}, End: true })).to.throw("have to name the ApiEndpoint");
  });

  it("survives that a Task is spread, and leaves the JSON alone", () => {
    const wait = {
      ...startExecutionAndWait({ arn: "a:b:c:d:e:stateMachine:f" }, { Arguments: { Input: {} }, End: true }),
      Comment: "x",
    };
    expect(permissionsOf({ StartAt: "Wait", States: { Wait: wait } })).to.have.lengthOf(3);
    expect(JSON.parse(JSON.stringify(wait))).to.have.all.keys("Type", "Resource", "Arguments", "End", "Comment");
  });
});
