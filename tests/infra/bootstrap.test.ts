import { expect } from "chai";
import { deploy } from "./mocks.ts";

describe("the account's bootstrap", () => {
  it("makes the logging role and the shared log policy, and nothing that belongs to a stack", async () => {
    const program = await deploy({}, () => import("../../infra/bootstrap/index.ts"));
    expect(
      program.resources
        .filter((each) => each.custom)
        .map((each) => each.type)
        .sort(),
    ).to.deep.equal([
      "aws:apigateway/account:Account",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      "aws:iam/role:Role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    ]);
    // Destroyed, each would be missing for every stack of the account.
    expect(program.resources.filter((each) => each.custom && !each.kept)).to.deep.equal([]);
    const account = program.get("aws:apigateway/account:Account", "api-gateway");
    expect(account.dependencies.join()).to.include("RolePolicyAttachment::api-gateway-logging");
    expect(program.exports["loggingRoleArn"]).to.equal("arn:aws:iam::123456789012:role/api-gateway-logging");
  });
});
