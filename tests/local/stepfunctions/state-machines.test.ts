import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { harness, PREFIX, ROLE, refusal } from "./harness.ts";

const PASS = { StartAt: "A", States: { A: { Type: "Pass", Result: 1, End: true } } };
const OTHER = { StartAt: "B", States: { B: { Type: "Pass", Result: 2, End: true } } };
const WAIT = {
  StartAt: "W",
  States: { W: { Type: "Wait", Seconds: 60, Next: "P" }, P: { Type: "Pass", End: true } },
};

describe("State machines", () => {
  it("are described with AWS's defaults", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS);
    expect(await box.states("DescribeStateMachine", { stateMachineArn })).to.deep.equal({
      creationDate: 1704888000,
      definition: JSON.stringify(PASS),
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
      loggingConfiguration: { includeExecutionData: false, level: "OFF" },
      name: "m",
      roleArn: ROLE,
      stateMachineArn: `${PREFIX}stateMachine:m`,
      status: "ACTIVE",
      tracingConfiguration: { enabled: false },
      type: "STANDARD",
    });
    const metadata = await box.states("DescribeStateMachine", { stateMachineArn, includedData: "METADATA_ONLY" });
    expect(metadata["definition"]).to.equal("{}");
  });

  it("can be created again, a different role being ignored", async () => {
    const box = harness();
    await box.machine(PASS);
    await box.clock.advance(1000);
    const again = await box.states("CreateStateMachine", {
      name: "m",
      definition: JSON.stringify(PASS),
      roleArn: `${ROLE}-2`,
    });
    expect(again).to.deep.equal({ creationDate: 1704888000, stateMachineArn: `${PREFIX}stateMachine:m` });
    const { roleArn } = await box.states("DescribeStateMachine", { stateMachineArn: `${PREFIX}stateMachine:m` });
    expect(roleArn).to.equal(ROLE);
    const error = await refusal(box.machine(OTHER));
    expect(error.code).to.equal("StateMachineAlreadyExists");
    expect(error.message).to.equal(`State Machine Already Exists: '${PREFIX}stateMachine:m'`);
  });

  it("need a role that Step Functions may take", async () => {
    const box = harness();
    box.untrusted.add(ROLE);
    const error = await refusal(box.machine(PASS));
    expect(error.code).to.equal("AccessDeniedException");
    expect(error.message).to.equal(
      "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
    );
  });

  it("need a role that may deliver logs", async () => {
    const box = harness();
    const logGroupArn = "arn:aws:logs:us-east-1:123456789012:log-group:g:*";
    const logging = { level: "ALL", destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };
    box.denied.add("logs:CreateLogDelivery");
    const error = await refusal(box.machine(PASS, { loggingConfiguration: logging }));
    expect(error.code).to.equal("AccessDeniedException");
    expect(error.message).to.equal("The state machine IAM Role is not authorized to access the Log Destination");
  });

  it("need a role that may have the managed rule of .sync", async () => {
    const box = harness();
    box.denied.add("events:PutRule");
    const Resource = "arn:aws:states:::states:startExecution.sync:2";
    const Parameters = {
      StateMachineArn: `${PREFIX}stateMachine:n`,
      "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id",
    };
    const definition = {
      StartAt: "T",
      States: { T: { Type: "Task", Resource, Parameters: { StateMachineArn: Parameters.StateMachineArn }, End: true } },
    };
    const error = await refusal(box.machine(definition));
    expect(error.message).to.equal(`'${ROLE}' is not authorized to create managed-rule.`);
  });

  it("refuse what only the runtime lacks, by name", async () => {
    const box = harness();
    const Resource = "arn:aws:states:::glue:startJobRun";
    const definition = {
      StartAt: "T",
      States: { T: { Type: "Task", Resource, Parameters: { JobName: "j" }, End: true } },
    };
    const error = await refusal(box.machine(definition));
    expect(error.code).to.equal("InvalidDefinition");
    expect(error.message).to.contain(Resource);
  });

  it("are listed a page at a time", async () => {
    const box = harness();
    for (const name of ["a", "b", "c"]) await box.machine(PASS, { name });
    const first = await box.states("ListStateMachines", { maxResults: 2 });
    expect(names(first)).to.deep.equal(["a", "b"]);
    const second = await box.states("ListStateMachines", { maxResults: 2, nextToken: String(first["nextToken"]) });
    expect(names(second)).to.deep.equal(["c"]);
    expect(second).not.to.have.property("nextToken");
    await box.clock.advance(25 * 3600 * 1000);
    const late = box.states("ListStateMachines", { maxResults: 2, nextToken: String(first["nextToken"]) });
    expect((await refusal(late)).code).to.equal("InvalidToken");
  });

  it("are DELETING until their executions have come to the next transition", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    await box.states("DeleteStateMachine", { stateMachineArn });
    expect((await box.states("DescribeStateMachine", { stateMachineArn }))["status"]).to.equal("DELETING");
    expect((await refusal(box.states("StartExecution", { stateMachineArn }))).code).to.equal("StateMachineDeleting");
    expect((await refusal(box.machine(WAIT))).code).to.equal("StateMachineDeleting");
    await box.clock.idle();
    expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("ABORTED");
    expect((await refusal(box.states("DescribeStateMachine", { stateMachineArn }))).code).to.equal(
      "StateMachineDoesNotExist",
    );
    await box.states("DeleteStateMachine", { stateMachineArn });
  });

  it("name the variables that their states read", async () => {
    const box = harness();
    const stateMachineArn = await box.machine({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { total: "{% $states.input.n %}" }, Next: "B" },
        B: { Type: "Pass", Output: "{% ($x := $total; $x + $sum([$total])) %}", End: true },
      },
    });
    const { variableReferences } = await box.states("DescribeStateMachine", { stateMachineArn });
    expect(variableReferences).to.deep.equal({ B: ["total"] });
  });
});

describe("Updates, versions and aliases", () => {
  it("leave running executions their definition", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(WAIT);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn });
    const updated = await box.states("UpdateStateMachine", { stateMachineArn, definition: JSON.stringify(PASS) });
    expect(updated).to.have.keys("revisionId", "updateDate");
    await box.clock.idle();
    const was = await box.states("DescribeStateMachineForExecution", { executionArn });
    expect(was["definition"]).to.equal(JSON.stringify(WAIT));
    expect(was).not.to.have.property("revisionId");
    const is = await box.states("DescribeStateMachine", { stateMachineArn });
    expect(is["definition"]).to.equal(JSON.stringify(PASS));
    expect(is["revisionId"]).to.equal(updated["revisionId"]);
  });

  it("publishes a revision once, and only the one that is meant", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS);
    const publish = (input: JsonObject) => box.states("PublishStateMachineVersion", { stateMachineArn, ...input });
    const first = await publish({ revisionId: "INITIAL" });
    expect(first["stateMachineVersionArn"]).to.equal(`${stateMachineArn}:1`);
    expect(await publish({})).to.deep.equal(first);
    expect((await refusal(publish({ revisionId: "other" }))).status).to.equal(409);
    await box.states("UpdateStateMachine", { stateMachineArn, definition: JSON.stringify(OTHER) });
    expect((await publish({}))["stateMachineVersionArn"]).to.equal(`${stateMachineArn}:2`);
    const { stateMachineVersions } = await box.states("ListStateMachineVersions", { stateMachineArn });
    expect((stateMachineVersions as JsonObject[]).map((version) => version["stateMachineVersionArn"])).to.deep.equal([
      `${stateMachineArn}:2`,
      `${stateMachineArn}:1`,
    ]);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn: `${stateMachineArn}:1` });
    await box.clock.idle();
    const run = await box.states("DescribeExecution", { executionArn });
    expect([run["output"], run["stateMachineVersionArn"]]).to.deep.equal(["1", `${stateMachineArn}:1`]);
  });

  it("routes by weight, and protects what an alias routes to", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS, { publish: true });
    await box.states("UpdateStateMachine", { stateMachineArn, definition: JSON.stringify(OTHER), publish: true });
    const routes = [
      { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 30 },
      { stateMachineVersionArn: `${stateMachineArn}:2`, weight: 70 },
    ];
    const alias = await box.states("CreateStateMachineAlias", { name: "PROD", routingConfiguration: routes });
    expect(alias["stateMachineAliasArn"]).to.equal(`${stateMachineArn}:PROD`);
    const counts = { "1": 0, "2": 0 };
    for (let index = 0; index < 100; index++) {
      const { executionArn } = await box.states("StartExecution", { stateMachineArn: `${stateMachineArn}:PROD` });
      await box.clock.idle();
      const { output } = await box.states("DescribeExecution", { executionArn });
      counts[output as "1" | "2"]++;
    }
    expect(counts["1"]).to.be.within(15, 45);
    const version = { stateMachineVersionArn: `${stateMachineArn}:1` };
    const error = await refusal(box.states("DeleteStateMachineVersion", version));
    expect(error.message).to.equal(
      "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [PROD]",
    );
    const wrong = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 99 }];
    const refused = await refusal(box.states("CreateStateMachineAlias", { name: "B", routingConfiguration: wrong }));
    expect(refused.fields).to.deep.equal({ reason: "INVALID_ROUTING_CONFIGURATION" });
    await box.states("DeleteStateMachineAlias", { stateMachineAliasArn: `${stateMachineArn}:PROD` });
    await box.states("DeleteStateMachineVersion", version);
  });
});

function names(page: JsonObject): unknown[] {
  return (page["stateMachines"] as JsonObject[]).map(({ name }) => name);
}
