import { expect } from "chai";
import { deploy } from "../infra/mocks.ts";
import { deployerStatements, needsOf } from "./deployer-policy.ts";
import { written } from "./generated.ts";
import { parts } from "./parts.ts";
import { suiteStatements } from "./suite-policy.ts";

describe("The documents", () => {
  it("say what the program says (after a change: node tests/docs/write.ts)", async () => {
    for (const part of await parts()) expect(written(part), `${part.name} in docs/${part.file}`).to.equal(part.text);
  });

  it("give the deployer a policy that AWS takes, without wildcards in actions, for the services that roles are for", async () => {
    const statements = await deployerStatements();
    const size = JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
    expect(size, "characters of a managed policy").to.be.lessThan(6144);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).to.deep.equal([]);
    expect(new Set(statements.map(({ Sid }) => Sid))).to.have.property("size", statements.length);
    const program = await deploy({ edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" });
    const trusted = program
      .all("aws:iam/role:Role")
      .map(({ inputs }) => JSON.parse(String(inputs["assumeRolePolicy"])).Statement[0].Principal.Service);
    const passRole = statements.find(({ Sid }) => Sid === "PassRole");
    // A fresh account has not got the role that API Gateway makes with its first API.
    expect(statements.find(({ Action }) => Action.includes("iam:CreateServiceLinkedRole"))?.Resource).to.have.length(1);
    expect(passRole?.Condition?.["StringEquals"]?.["iam:PassedToService"]).to.have.members([...new Set(trusted)]);
  });

  it("let the deployer do what every type of the program is made, read, changed and deleted with", async () => {
    const allowed = new Set((await deployerStatements()).flatMap(({ Action }) => Action));
    const program = await deploy({ edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" });
    for (const { type } of program.resources.filter(({ custom }) => custom)) {
      const { actions: narrow, everywhere = [] } = needsOf(type);
      const actions = [...narrow, ...everywhere];
      expect([...allowed], type).to.include.members(actions);
      expect(actions.some(deletes), `${type} can be removed`).to.equal(true);
      expect(actions.some(reads), `${type} can be read`).to.equal(true);
    }
  });

  it("let the deployer tag what the program tags: AWS asks for that right when it makes the thing", async () => {
    const statements = await deployerStatements();
    const { resources } = await deploy({ edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" });
    const tagged = new Set(resources.filter(({ custom, inputs }) => custom && inputs["tags"]).map(({ type }) => type));
    expect([...tagged]).to.include("aws:apigatewayv2/stage:Stage");
    for (const type of tagged) {
      const granted = statements.filter(({ Resource }) =>
        needsOf(type).resources.every((arn) => Resource.includes(arn)),
      );
      const tags = granted
        .flatMap(({ Action }) => Action)
        .filter((action) => /:Tag(?:Resource|Queue|Role)$/.test(action));
      // API Gateway's other actions are HTTP's methods, and of those none is enough (aws-amplify/amplify-cli#12316).
      expect(tags, type).not.to.deep.equal([]);
    }
  });

  it("grant on * what AWS knows on nothing narrower: an ARN would not do (Service Authorization Reference)", async () => {
    const statements = [...(await deployerStatements()), ...suiteStatements()];
    const narrow = statements.filter(({ Resource }) => !Resource.includes("*")).flatMap(({ Action }) => Action);
    expect(narrow.filter((action) => WITHOUT_RESOURCE.has(action))).to.deep.equal([]);
    const wide = statements.filter(({ Resource }) => Resource.includes("*")).flatMap(({ Action }) => Action);
    expect(wide).to.include.members([...WITHOUT_RESOURCE]);
  });
});

/** Actions with no type of resources: SNS, say, knows topics and no subscriptions. */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set(
  (
    "lambda:CreateEventSourceMapping lambda:ListEventSourceMappings lambda:ListFunctions logs:DeleteResourcePolicy " +
    "logs:DescribeResourcePolicies logs:PutResourcePolicy sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes " +
    "sns:Unsubscribe sqs:ListQueues tag:GetResources"
  ).split(" "),
);

function deletes(action: string): boolean {
  return /:(DELETE|Delete|Remove|Unsubscribe|SetQueueAttributes)/.test(action);
}

function reads(action: string): boolean {
  return /:(GET|Get|Describe|List)/.test(action);
}
