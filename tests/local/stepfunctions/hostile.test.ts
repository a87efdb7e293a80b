import { expect } from "chai";
import fc from "fast-check";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { harness, ROLE, refusal } from "./harness.ts";

const DEEP = 100_000;
const PASS = { StartAt: "A", States: { A: { Type: "Pass", End: true } } };
const RUNAWAY = {
  StartAt: "A",
  States: {
    A: { Type: "Pass", Next: "B" },
    B: { Type: "Choice", Choices: [{ Variable: "$.end", IsPresent: true, Next: "C" }], Default: "A" },
    C: { Type: "Succeed" },
  },
};
const ENDLESS = {
  QueryLanguage: "JSONata",
  StartAt: "E",
  States: { E: { Type: "Pass", Output: "{% ($f := function($n){$f($n)}; $f(1)) %}", End: true } },
};

/** Each is one call of a function, or one operator, that nothing interrupts from inside; most would take hours. */
const UNINTERRUPTED: Readonly<Record<string, string>> = {
  "every pair of many": "$count($distinct([1..200000]))",
  "a regular expression that backtracks": '$match($pad("", 40, "a") & "!", /^(a+)+$/)',
  "a value that stands in itself, so to say": "($f := function($x,$n){$n=0 ? $x : $f([[$x],[$x]], $n-1)}; $f(1,40))",
  "two such values compared": "($f := function($x,$n){$n=0 ? $x : $f([[$x],[$x]], $n-1)}; $f(1,40) = $f(1,40) ? 1 : 2)",
};

function evaluating(expression: string): JsonObject {
  const E = { Type: "Pass", Output: `{% ${expression} %}`, End: true };
  return { QueryLanguage: "JSONata", StartAt: "E", States: { E } };
}

describe("A hostile client of Step Functions", () => {
  it("sends definitions that are no JSON, too deep, or too long", async () => {
    const box = harness();
    const create = async (definition: string): Promise<string> => {
      const input = { name: "m", roleArn: ROLE, definition };
      const error = await refusal(box.states("CreateStateMachine", input));
      // Whatever it answers, it answers.
      await answer(box.states("ValidateStateMachineDefinition", { definition }));
      return `${error.code} ${error.message}`;
    };
    expect(await create("{")).to.match(
      /^InvalidDefinition Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /,
    );
    expect(await create(" ")).to.match(/^InvalidDefinition .*MISSING_DESCRIPTION/);
    expect(await create("[".repeat(DEEP) + "]".repeat(DEEP))).to.contain("TOO_DEEPLY_NESTED");
    expect(await create('{"a":'.repeat(DEEP))).to.contain("TOO_DEEPLY_NESTED");
    expect(await create("[".repeat(DEEP))).to.contain("TOO_DEEPLY_NESTED");
    expect(await create(JSON.stringify({ ...PASS, Comment: "x".repeat(1_048_576) }))).to.match(/^ValidationException /);
    expect(await create(JSON.stringify(nestedMaps(200)))).to.contain("TOO_DEEPLY_NESTED");
  });

  it("sends one of nearly 1 MB, which is taken", async () => {
    const box = harness();
    const states: Record<string, JsonObject> = {};
    for (let index = 0; index < 12_000; index++) {
      states[`S${index}`] =
        index === 11_999 ? { Type: "Succeed" } : { Type: "Pass", Next: `S${index + 1}`, Comment: "filling, filling" };
    }
    const answer = await box.run({ StartAt: "S0", States: states });
    expect(answer).to.deep.include({ status: "SUCCEEDED", output: "{}" });
  });

  it("sends inputs and outputs that are too deep", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(PASS);
    const deep = "[".repeat(DEEP) + "]".repeat(DEEP);
    expect((await refusal(box.states("StartExecution", { stateMachineArn, input: deep }))).code).to.equal(
      "InvalidExecutionInput",
    );
    const state = JSON.stringify({ Type: "Pass", End: true });
    expect((await refusal(box.states("TestState", { definition: state, roleArn: ROLE, input: deep }))).code).to.equal(
      "InvalidExecutionInput",
    );
    expect((await refusal(box.states("SendTaskSuccess", { taskToken: "x", output: deep }))).code).to.match(
      /^Invalid(Output|Token)$/,
    );
  });

  it("sends names with control characters and blanks", async () => {
    const box = harness();
    for (const name of ["a\u0000b", "a\nb", "a\u007fb", "a\u0085b", "a b", "a/b", "a\\b", "a:b", "\ufffe", "\ud800"]) {
      const definition = JSON.stringify(PASS);
      expect(
        (await refusal(box.states("CreateStateMachine", { name, roleArn: ROLE, definition }))).code,
        JSON.stringify(name),
      ).to.equal("InvalidName");
      expect((await refusal(box.states("CreateActivity", { name }))).code, JSON.stringify(name)).to.equal(
        "InvalidName",
      );
    }
    const stateMachineArn = await box.machine(PASS);
    expect((await refusal(box.states("StartExecution", { stateMachineArn, name: "a\tb" }))).code).to.equal(
      "InvalidName",
    );
  });

  it("runs in circles and in endless expressions, while others get on", async () => {
    const box = harness();
    const runaways = [];
    for (const [index, definition] of [RUNAWAY, ENDLESS, RUNAWAY, ENDLESS].entries()) {
      const stateMachineArn = await box.machine(definition, { name: `r${index}`, type: "EXPRESS" });
      runaways.push(box.states("StartExecution", { stateMachineArn }));
    }
    await Promise.all(runaways);
    const stateMachineArn = await box.machine(PASS, { name: "honest", type: "EXPRESS" });
    for (let count = 0; count < 20; count++) {
      expect(await box.states("StartSyncExecution", { stateMachineArn })).to.include({ status: "SUCCEEDED" });
    }
    for (let index = 0; index < 4; index++) {
      await box.states("DeleteStateMachine", { stateMachineArn: stateMachineArn.replace("honest", `r${index}`) });
    }
  });

  for (const [what, expression] of Object.entries(UNINTERRUPTED)) {
    it(`evaluates ${what}`, async () => {
      const box = harness();
      const stateMachineArn = await box.machine(evaluating(expression), { type: "EXPRESS" });
      const answer = await box.states("StartSyncExecution", { stateMachineArn });
      expect(answer).to.include({ status: "FAILED", error: "States.QueryEvaluationError" });
      expect(answer["cause"]).to.match(/Expression evaluation (?:timeout|memory limit exceeded): Check for/);
    });
  }

  it("evaluates what nothing interrupts, while the event loop turns", async () => {
    const box = harness();
    const stateMachineArn = await box.machine(evaluating("$map([1..800000], $string)"), { type: "EXPRESS" });
    let turns = 0;
    let ended = false;
    const turn = (): void => {
      turns++;
      if (!ended) setImmediate(turn);
    };
    setImmediate(turn);
    expect(await box.states("StartSyncExecution", { stateMachineArn })).to.include({ status: "FAILED" });
    ended = true;
    expect(turns).to.be.greaterThan(100);
  });

  it("scans a large input in each of many members", async () => {
    const box = harness();
    const members = Array.from({ length: 3000 }, (_, index) => [`m${index}.$`, "States.ArrayLength($..x)"]);
    const definition = {
      StartAt: "A",
      States: { A: { Type: "Pass", Parameters: Object.fromEntries(members), End: true } },
    };
    const description = await box.run(definition, { list: Array.from({ length: 20_000 }, (_, x) => ({ x })) });
    expect(description).to.include({ status: "FAILED", error: "States.Runtime" });
    expect(description["cause"]).to.contain("visits too many nodes");
  });

  it("makes definitions up, whose executions end or are refused in AWS's words", async () => {
    const box = harness();
    const expression = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "$",
        "$.a",
        "$$.State.Name",
        "$.a[?(@.b =~ /(a+)+$/)]",
        "$..*",
        "{% $states.input %}",
        "{% $ %}",
        "{% (",
        "States.UUID()",
      ),
    );
    const value = fc.oneof(
      expression,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.dictionary(expression, expression, { maxKeys: 3 }),
    );
    const field = fc.constantFrom(
      ...[
        "Type",
        "Next",
        "End",
        "QueryLanguage",
        "InputPath",
        "OutputPath",
        "ResultPath",
        "Parameters",
        "Result",
        "Output",
      ],
      ...[
        "Assign",
        "Arguments",
        "Seconds",
        "Timestamp",
        "SecondsPath",
        "Choices",
        "Default",
        "Error",
        "CausePath",
        "Branches",
      ],
    );
    const state = fc.tuple(
      fc.constantFrom("Pass", "Wait", "Succeed", "Fail", "Choice", "Task", "Map"),
      fc.dictionary(field, value, { maxKeys: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(state, fc.boolean(), fc.jsonValue({ maxDepth: 3 }), async ([Type, fields], jsonata, input) => {
        const A = { End: true, Seconds: 1, ...fields, Type };
        const definition = JSON.stringify({
          ...(jsonata ? { QueryLanguage: "JSONata" } : {}),
          StartAt: "A",
          States: { A },
        });
        const tested = await answered(
          box.states("TestState", { definition: JSON.stringify(A), roleArn: ROLE, input: JSON.stringify(input) }),
        );
        expect(tested).to.be.a("string");
        const { stateMachineArn } =
          (await answer(box.states("CreateStateMachine", { name: "m", roleArn: ROLE, definition, type: "EXPRESS" }))) ??
          {};
        if (stateMachineArn === undefined) return;
        const ended = await box.states("StartSyncExecution", { stateMachineArn, input: JSON.stringify(input) });
        expect(ended["status"]).to.be.oneOf(["SUCCEEDED", "FAILED", "TIMED_OUT"]);
        await box.states("DeleteStateMachine", { stateMachineArn });
      }),
      { numRuns: 300 },
    );
  });
});

async function answer(promise: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** The status, or the code of the refusal. */
async function answered(promise: Promise<JsonObject>): Promise<unknown> {
  try {
    return (await promise)["status"];
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
}

function nestedMaps(depth: number): JsonObject {
  let machine: JsonObject = { StartAt: "S0", States: { S0: { Type: "Pass", End: true } } };
  for (let level = 1; level <= depth; level++) {
    machine = { StartAt: `S${level}`, States: { [`S${level}`]: { Type: "Map", ItemProcessor: machine, End: true } } };
  }
  return machine;
}
