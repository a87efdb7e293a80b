import { expect } from "chai";
import { unsupportedVariables } from "../../local/gateway/access-log-variables.ts";
import { type Deployment, deploy } from "./mocks.ts";

/** Everything that can be switched on, but `audit`, whose component is not of this repository. */
const EVERYTHING = { edge: "true", alarmEmail: "ops@example.com", logLevel: "INFO" };

// What AWS refuses, or takes without a word and does not do, in places where the provider lets it pass.
describe("the program on AWS", () => {
  let program: Deployment;
  before(async () => {
    program = await deploy(EVERYTHING);
  });

  it("asks the access log for variables that access logs have (DG/websocket-api-logging)", () => {
    const { format } = Object(program.get("aws:apigatewayv2/stage:Stage", "stage").inputs["accessLogSettings"]);
    expect(JSON.parse(format)).to.include.keys("requestId", "status", "validationError");
    expect(unsupportedVariables(format)).to.deep.equal([]);
  });

  it("calls services and functions by POST, as AWS asks for (API reference, CreateIntegration)", () => {
    const methods = program
      .all("aws:apigatewayv2/integration:Integration")
      .map(({ inputs }) => `${inputs["integrationType"]} ${inputs["integrationMethod"] ?? "-"}`);
    expect([...new Set(methods)]).to.have.members(["AWS POST", "AWS_PROXY POST", "MOCK -"]);
  });
});
