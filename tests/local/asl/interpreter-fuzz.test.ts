import { assert } from "chai";
import fc from "fast-check";
import type { Outcome } from "../../../local/asl/execution.ts";
import type { WireEvent } from "../../../local/asl/history.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { ScriptedHost, type Step, start } from "./scripted-host.ts";

/** Paths that lead somewhere in some inputs and nowhere in others. */
const PATHS = ["$", "$.a", "$.b", "$.a.b", "$[0]", "$$.State.Name", "$$.Map.Item.Value", "$x", "$x.a"] as const;
const ERRORS = [
  "States.ALL",
  "States.TaskFailed",
  "States.Timeout",
  "Bad",
  "States.Runtime",
  "States.BranchFailed",
] as const;

const path = fc.oneof({ weight: 4, arbitrary: fc.constant("$") }, { weight: 1, arbitrary: fc.constantFrom(...PATHS) });
const value: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  1,
  "a",
  [],
  [1, 2, 3],
  { a: 1 },
  { a: { b: [2] }, b: "t" },
);
const template = fc.record({ "p.$": path, "s.$": fc.constantFrom("States.MathAdd($.a, 1)", "States.Array($)", "$") });

/** Expressions that give something, nothing, or fail. */
const expression = fc.constantFrom(
  "{% $states.input %}",
  "{% $states.input.a %}",
  "{% $count($states.input) %}",
  "{% $x %}",
  "{% $states.context.State %}",
  "{% $abs('no') %}",
  "{% [1..3].($ * 2) %}",
);

interface Shape {
  readonly fields: JsonObject;
  readonly inner: readonly Machine[];
}

interface Machine {
  readonly states: readonly Shape[];
  /** Where each state goes: to one of this machine's, or to the end. */
  readonly next: readonly number[];
}

const optional = (fields: { readonly [name: string]: fc.Arbitrary<Json> }): fc.Arbitrary<JsonObject> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;

const flow = optional({
  InputPath: fc.oneof(path, fc.constant(null)),
  Parameters: template,
  ResultPath: fc.constantFrom<Json>("$", "$.r", "$.a.r", null),
  OutputPath: fc.oneof(path, fc.constant(null)),
});
const attempts = optional({
  ResultSelector: template,
  Retry: fc.array(
    fc.record({ ErrorEquals: fc.array(fc.constantFrom(...ERRORS), { minLength: 1 }), MaxAttempts: fc.nat(2) }),
    { maxLength: 2 },
  ),
});

const leaf: fc.Arbitrary<Shape> = fc
  .oneof(
    fc.tuple(fc.constant({ Type: "Pass" }), flow, optional({ Result: value, Assign: fc.constant({ "x.$": "$" }) })),
    fc.tuple(
      fc.constant({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", TimeoutSeconds: 50 }),
      flow,
      attempts,
    ),
    fc.tuple(
      fc.constant({ Type: "Wait" }),
      fc.constantFrom<JsonObject>({ Seconds: 3 }, { SecondsPath: "$.a" }, { TimestampPath: "$.b" }),
      fc.constant({}),
    ),
    fc.tuple(
      fc.constantFrom<JsonObject>(
        { Type: "Pass" },
        { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:f", Retry: [] },
      ),
      fc.constant<JsonObject>({ QueryLanguage: "JSONata" }),
      optional({
        Output: expression,
        Assign: expression.map((x) => ({ x })),
        Arguments: expression.map((a) => ({ a: [a] })),
      }),
    ),
    fc.tuple(
      fc.constant<JsonObject>({ Type: "Wait", QueryLanguage: "JSONata" }),
      expression.map((Seconds) => ({ Seconds })),
      fc.constant({}),
    ),
    fc.tuple(
      fc.constant<JsonObject>({ Type: "Choice", QueryLanguage: "JSONata", Default: "0" }),
      fc.constantFrom<JsonObject>(
        { Choices: [{ Condition: "{% $states.input = 1 %}", Next: "0" }] },
        { Choices: [{ Condition: "{% $states.input %}", Next: "0" }] },
      ),
      fc.constant({}),
    ),
    fc.tuple(fc.constant({ Type: "Fail", Error: "Bad" }), fc.constant({}), fc.constant({})),
    fc.tuple(fc.constant({ Type: "Succeed" }), optional({ InputPath: path }), fc.constant({})),
    fc.tuple(
      fc.constant({ Type: "Choice" }),
      fc.constantFrom<JsonObject>(
        { Choices: [{ Variable: "$.a", NumericLessThan: 3, Next: "0" }], Default: "0" },
        { Choices: [{ Variable: "$.b", IsPresent: true, Next: "0" }] },
      ),
      fc.constant({}),
    ),
  )
  .map((parts) => ({ fields: Object.assign({}, ...parts) as JsonObject, inner: [] }));

const { machine } = fc.letrec<{ machine: Machine; shape: Shape; composite: Shape }>((tie) => ({
  machine: fc.record({
    states: fc.array(tie("shape"), { minLength: 1, maxLength: 4 }),
    next: fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }),
  }),
  shape: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, tie("composite")),
  composite: fc
    .tuple(fc.constantFrom("Parallel", "Map"), flow, attempts, fc.array(tie("machine"), { minLength: 1, maxLength: 2 }))
    .map(([Type, one, other, inner]) => ({ fields: { Type, ...one, ...other }, inner })),
}));

const step: fc.Arbitrary<Step> = fc.oneof(
  value.map((result) => ({ result })),
  fc.record({ error: fc.constantFrom("Bad", "Worse", "States.Runtime") }),
  value.map((result) => ({ result, after: 100 })),
);

/** Writes a machine as a definition; names are unique in the whole of it. */
function definitionOf({ states, next }: Machine, prefix: string): JsonObject {
  const name = (index: number): string => `${prefix}${index}`;
  const written: Record<string, JsonObject> = {};
  for (const [index, { fields, inner }] of states.entries()) {
    const target = next[index] ?? 0;
    const transition: JsonObject = target < states.length ? { Next: name(target) } : { End: true };
    const nested = inner.map((each, branch) => definitionOf(each, `${name(index)}.${branch}.`));
    written[name(index)] = { ...fields, ...transitionOf(fields, transition, name(0)), ...nestedOf(fields, nested) };
  }
  return { StartAt: name(0), States: written };
}

function transitionOf(fields: JsonObject, transition: JsonObject, first: string): JsonObject {
  switch (fields["Type"]) {
    case "Fail":
    case "Succeed":
      return {};
    case "Choice": {
      const rules = (fields["Choices"] as readonly JsonObject[]).map((rule) => ({ ...rule, Next: first }));
      return { Choices: rules, ...(fields["Default"] === undefined ? {} : { Default: first }) };
    }
    case "Pass":
    case "Wait":
      return transition;
    default:
      return { ...transition, Catch: [{ ErrorEquals: ["Bad"], ResultPath: "$.caught", Next: first }] };
  }
}

function nestedOf(fields: JsonObject, nested: readonly JsonObject[]): JsonObject {
  if (fields["Type"] === "Parallel") return { Branches: nested };
  return fields["Type"] === "Map" ? { ItemProcessor: nested[0] ?? {} } : {};
}

/** What holds of every history (API_HistoryEvent: ids from one, each with the one before it). */
function checkHistory(events: readonly WireEvent[], outcome: Outcome): void {
  assert.isAtMost(events.length, 25_000);
  let time = 0;
  for (const [index, { id = 0, previousEventId = 0, timestamp = 0 }] of events.entries()) {
    assert.equal(id, index + 1);
    assert.isBelow(previousEventId, id);
    assert.isAtLeast(timestamp, time);
    time = timestamp;
  }
  assert.equal(events[0]?.type, "ExecutionStarted");
  const ends = events.filter(({ type }) => /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type ?? ""));
  assert.lengthOf(ends, 1);
  assert.equal(events.at(-1)?.type?.toUpperCase(), `EXECUTION${outcome.status.replace("_", "")}`);
  const entered = new Map(
    events.filter(({ type }) => type?.endsWith("StateEntered")).map((event) => [event.id, event]),
  );
  assert.isAtLeast(entered.size, 1);
}

describe("asl: any machine", () => {
  it("ends, with an outcome and a history that AWS could have written", async () => {
    await fc.assert(
      fc.asyncProperty(machine, value, fc.array(step, { minLength: 1, maxLength: 5 }), async (shape, input, steps) => {
        const clock = virtualClock();
        const definition = definitionOf(shape, "S");
        const tasks = new Proxy({}, { get: () => steps });
        const { execution, history } = start(
          { ...definition, TimeoutSeconds: 100_000 },
          input,
          new ScriptedHost(clock, tasks),
        );
        await clock.idle();
        const outcome = await execution.done;
        checkHistory(history.events(), outcome);
        assert.isString(JSON.stringify(execution.snapshot()));
      }),
      { numRuns: 60 },
    );
  });

  it("can be stopped at any time, and then goes no further", async () => {
    await fc.assert(
      fc.asyncProperty(machine, value, fc.nat(8), async (shape, input, seconds) => {
        const clock = virtualClock();
        const { execution, history } = start(definitionOf(shape, "S"), input, new ScriptedHost(clock));
        await clock.sleep(seconds * 1000);
        execution.stop("Enough");
        const { length } = history;
        const outcome = await execution.done;
        await clock.idle();
        assert.equal(history.length, length);
        checkHistory(history.events(), outcome);
      }),
      { numRuns: 60 },
    );
  });
});
