import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiGatewayV2Client, CreateApiCommand, CreateStageCommand } from "@aws-sdk/client-apigatewayv2";
import { IAMClient, ListAttachedRolePoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { start } from "../../local/runtime.ts";

const program = new URL("../fixtures/programs/services", import.meta.url).pathname;
const credentials = { accessKeyId: "a", secretAccessKey: "b" };

describe("The account's logging role", () => {
  it("is there from the first start on, once, so that a stage may log", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "logging-role-"));
    for (const _start of ["first", "second"]) {
      const runtime = await start({ program, deploy: false, clock: "virtual", dataDir });
      const settings = { endpoint: runtime.url, region: "us-east-1", credentials };
      const iam = new IAMClient(settings);
      const { Roles: roles = [] } = await iam.send(new ListRolesCommand({}));
      expect(roles.map(({ RoleName }) => RoleName)).to.deep.equal(["api-gateway-logging"]);
      const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "api-gateway-logging" }));
      expect(attached.AttachedPolicies?.map(({ PolicyName }) => PolicyName)).to.deep.equal([
        "AmazonAPIGatewayPushToCloudWatchLogs",
      ]);
      const gateway = new ApiGatewayV2Client(settings);
      const api = await gateway.send(
        new CreateApiCommand({
          Name: "a",
          ProtocolType: "WEBSOCKET",
          RouteSelectionExpression: "$request.body.action",
        }),
      );
      const stage = new CreateStageCommand({
        ApiId: api.ApiId,
        StageName: "dev",
        DefaultRouteSettings: { LoggingLevel: "INFO" },
      });
      expect((await gateway.send(stage)).DefaultRouteSettings?.LoggingLevel).to.equal("INFO");
      for (const client of [iam, gateway]) client.destroy();
      await runtime.stop();
    }
    rmSync(dataDir, { recursive: true });
  });
});
