import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createLogs } from "../../../local/logs/module.ts";
import cases from "../../cases/logs/refusals.json" with { type: "json" };
import { testEnvironment } from "../../support/environment.ts";

describe("CloudWatch Logs' refusals", () => {
  for (const { name, operation, input, message } of cases) {
    it(`${operation}: ${name}`, async () => {
      const environment = testEnvironment();
      environment.use(createLogs);
      const call = (what: string, given: object) =>
        environment.aws.call("logs", what, given as JsonObject, { caller: OWNER });
      await call("CreateLogGroup", { logGroupName: "/orders" });
      await call("CreateLogStream", { logGroupName: "/orders", logStreamName: "one" });
      const error = await call(operation, input).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(AwsError);
      expect(error).to.include({ code: "InvalidParameterException", message });
    });
  }
});
