import { expect } from "chai";
import fc from "fast-check";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { readJson } from "../../../local/json-text.ts";
import { harness, PREFIX, ROLE } from "./harness.ts";

describe("Whatever Step Functions is sent", () => {
  it("JSON is read as JSON, and all else has a fault with a place", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]",:01tfn\\ \n') })),
        (text) => {
          const read = readJson(text);
          let value: unknown;
          try {
            value = JSON.parse(text);
          } catch {
            expect(read).to.have.property("fault").that.contains("at [Source: (String)");
            return;
          }
          expect(read).to.deep.equal({ value });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is answered, or refused in AWS's shape", async () => {
    const box = harness();
    const arn = await box.machine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
    const operations = [...(box.router.services().get("states")?.operations.keys() ?? [])];
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        arn,
        `${arn}:1`,
        `${arn}:PROD`,
        `${PREFIX}activity:a`,
        `${PREFIX}execution:m:e`,
        ROLE,
        "{}",
        "\u0000",
      ),
    );
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(text),
      fc.dictionary(text, text),
    );
    const member = fc.constantFrom(
      ...[
        "name",
        "definition",
        "roleArn",
        "type",
        "stateMachineArn",
        "executionArn",
        "activityArn",
        "input",
        "taskToken",
      ],
      ...["output", "tags", "tagKeys", "resourceArn", "routingConfiguration", "loggingConfiguration", "maxResults"],
      ...["nextToken", "mock", "variables", "context", "stateName", "mapRunArn", "stateMachineAliasArn", "publish"],
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), fc.dictionary(member, value), async (operation, input) => {
        // A poll would wait for its minute.
        if (operation === "GetActivityTask") return;
        try {
          await box.states(operation, { ...input } as JsonObject);
        } catch (error) {
          expect(error, `${operation} ${JSON.stringify(input)}`).to.be.instanceOf(AwsError);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("takes null for a member that is not there", async () => {
    const box = harness();
    const stateMachineArn = await box.machine({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
    const { executionArn } = await box.states("StartExecution", { stateMachineArn, name: null, input: null });
    await box.clock.idle();
    expect(await box.states("DescribeExecution", { executionArn })).to.include({ input: "{}", output: "{}" });
  });

  it("keeps the event loop free while an execution runs in circles", async () => {
    const box = harness();
    const stateMachineArn = await box.machine({
      StartAt: "A",
      States: {
        A: { Type: "Pass", Next: "B" },
        B: { Type: "Choice", Choices: [{ Variable: "$.end", IsPresent: true, Next: "C" }], Default: "A" },
        C: { Type: "Succeed" },
      },
    });
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    let turns = 0;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
      if ((await box.states("DescribeExecution", { executionArn }))["status"] !== "RUNNING") break;
    }
    expect(turns).to.be.greaterThan(10);
    const { status, cause } = await box.states("DescribeExecution", { executionArn });
    expect([status, cause]).to.deep.equal([
      "FAILED",
      "The execution reached the maximum number of history events (25000).",
    ]);
  });
});
