import { expect } from "chai";
import fc from "fast-check";
import { compileStates, languageOf } from "../../../local/asl/compile.ts";
import { validateDefinition } from "../../../local/asl/validate.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
const paths = fc.constantFrom<Json>(
  "$",
  "$.a",
  "$.a[0]",
  "$$.Execution.Id",
  "$v.a",
  "$.a[*]",
  "$..a",
  "a",
  "$.a[",
  null,
  1,
);
const payload = fc.constantFrom<Json>(
  {},
  { "a.$": "$.b" },
  { "a.$": "States.MathAdd($.n, 1)" },
  { "a.$": "x" },
  { a: [{ "b.$": "$$.State.Name" }] },
  "{% $states.input %}",
  { a: "{% 1 + 1 %}" },
  "{% (",
  "{% $.a %}",
  [1],
);
const number = fc.constantFrom<Json>(0, 1, 5, -1, 1.5, "1", "{% 1 %}", null);
const text = fc.constantFrom<Json>("E", "{% 'E' %}", "$.e", 1);
const timestamp = fc.constantFrom<Json>("2030-01-01T00:00:00Z", "2030-01-01", "{% $now() %}");
const target = fc.constantFrom("A", "B", "C");
const language = fc.constantFrom<Json>("JSONPath", "JSONata");

const comparison = fc.constantFrom<JsonObject>(
  { Variable: "$.a", NumericEquals: 1 },
  { Variable: "$.a", StringMatches: "a*" },
  { Variable: "$.a", TimestampLessThanPath: "$.b" },
  { Variable: "$v", IsPresent: true },
  { Variable: "$.a[*]", IsNull: true },
  { Variable: "$.a", NumericEquals: "1" },
  { Condition: "{% $states.input.a = 1 %}" },
  { Condition: true },
);
const rule = fc
  .tuple(
    fc.oneof(
      comparison,
      comparison.map((Not) => ({ Not })),
      fc.array(comparison, { maxLength: 2 }).map((And) => ({ And })),
    ),
    target,
  )
  .map(([test, Next]) => ({ ...test, Next }));
const retry = fc.constantFrom<Json>([{ ErrorEquals: ["States.ALL"], BackoffRate: 2 }], [{ ErrorEquals: [] }], []);
const handler = fc.record(
  { ErrorEquals: fc.constant(["States.ALL"]), Next: target, ResultPath: paths },
  { requiredKeys: ["ErrorEquals", "Next"] },
);

const common = { QueryLanguage: language, InputPath: paths, OutputPath: paths, Output: payload, Assign: payload };
const going = fc.oneof(
  target.map((Next) => ({ Next })),
  fc.constant({ End: true }),
);
const inner = fc.constant<JsonObject>({ StartAt: "I", States: { I: { Type: "Pass", End: true } } });

function state(
  Type: string,
  required: Record<string, fc.Arbitrary<Json>>,
  optional: Record<string, fc.Arbitrary<Json>>,
): fc.Arbitrary<JsonObject> {
  // A few of the optional fields: with all of them hardly any state would be accepted.
  const chosen = fc
    .subarray(Object.keys(optional), { maxLength: 2 })
    .chain((names) => fc.record(Object.fromEntries(Object.entries(optional).filter(([name]) => names.includes(name)))));
  const fields = fc.tuple(fc.record(required), chosen).map(([needed, more]) => ({ ...needed, ...more }));
  return fc.tuple(fields, going).map(([some, next]) => ({
    Type,
    ...some,
    ...(Type === "Choice" || Type === "Fail" || Type === "Succeed" ? {} : next),
  }));
}

const states = fc.oneof(
  state("Pass", {}, { ...common, Parameters: payload, ResultPath: paths, Result: payload }),
  state(
    "Task",
    { Resource: fc.constant(FUNCTION) },
    {
      ...common,
      Parameters: payload,
      Arguments: payload,
      ResultSelector: payload,
      TimeoutSeconds: number,
      HeartbeatSecondsPath: paths,
      Retry: retry,
      Catch: fc.array(handler, { maxLength: 1 }),
    },
  ),
  state("Choice", { Choices: fc.array(rule, { maxLength: 2 }) }, { ...common, Default: target }),
  state("Wait", {}, { ...common, Seconds: number, Timestamp: timestamp, SecondsPath: paths, TimestampPath: paths }),
  state("Succeed", {}, { QueryLanguage: language, InputPath: paths, Output: payload }),
  state(
    "Fail",
    {},
    { QueryLanguage: language, Error: text, CausePath: fc.oneof(paths, fc.constant("States.Format('{}', $.a)")) },
  ),
  state(
    "Map",
    { ItemProcessor: inner },
    {
      ...common,
      ItemsPath: paths,
      Items: payload,
      ItemSelector: payload,
      MaxConcurrency: number,
      MaxConcurrencyPath: paths,
      Retry: retry,
    },
  ),
);

describe("What validation accepts", () => {
  const compile = (definition: JsonObject): void => {
    compileStates(definition, languageOf(definition["QueryLanguage"], "JSONPath"));
  };

  for (const { name, definition, errors, type } of casesOf<
    { name: string; definition: JsonObject; errors: unknown[]; type?: string }[]
  >("validate/definitions.json")) {
    if (errors.length === 0 && type === undefined && !name.includes("ResultWriter"))
      it(`compiles: ${name}`, () => compile(definition));
  }

  it("compiles, whatever it is", () => {
    let accepted = 0;
    fc.assert(
      fc.property(states, states, fc.option(language, { nil: undefined }), (first, second, QueryLanguage) => {
        const definition: JsonObject = {
          ...(QueryLanguage === undefined ? {} : { QueryLanguage }),
          StartAt: "A",
          States: { A: first, B: second, C: { Type: "Succeed" } },
        };
        const errors = validateDefinition(JSON.stringify(definition)).filter(
          ({ severity, code }) =>
            severity === "ERROR" && code !== "MISSING_TRANSITION_TARGET" && code !== "MISSING_END_STATE",
        );
        if (errors.length > 0) return;
        accepted++;
        compile(definition);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).to.be.greaterThan(100);
  });
});
