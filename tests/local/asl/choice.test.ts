import { expect } from "chai";
import fc from "fast-check";
import { comparisons } from "../../../local/asl/choice/comparisons.ts";
import { compileStringMatches } from "../../../local/asl/choice/string-matches.ts";
import { typeTests } from "../../../local/asl/choice/type-tests.ts";
import { compileChoiceRule } from "../../../local/asl/choice.ts";
import { StateError } from "../../../local/asl/errors.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";
import { scopeOf } from "./scopes.ts";

interface ChoiceCases {
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: Record<string, Json>;
  readonly cases: readonly {
    readonly name: string;
    readonly input?: Json;
    readonly language?: "JSONata";
    readonly rule: JsonObject;
    readonly result?: boolean;
    readonly error?: string;
  }[];
}

describe("Choice rules", () => {
  const { cases, ...seen } = casesOf<ChoiceCases>("choice/rules.json");

  for (const { name, rule, result, error, input = seen.input, language = "JSONPath" } of cases) {
    it(name, async () => {
      const applies = compileChoiceRule(rule, language, "Choices[0]");
      const scope = scopeOf({ ...seen, input });
      if (error === undefined) expect(await applies(scope)).to.equal(result);
      else
        expect(() => applies(scope))
          .to.throw(StateError)
          .with.property("causeText", error);
    });
  }

  it("answer true or false for every operator and every pair of values", () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom("2016-03-14T01:59:00Z", "a*"));
    const operator = fc.constantFrom(...comparisons.keys(), ...typeTests.keys(), "IsPresent", "StringMatches");
    fc.assert(
      fc.property(operator, value, value, (name, left, right) => {
        const rule = { Variable: "$.left", [name]: name === "StringMatches" ? "a*\\**" : (right as Json) };
        expect(compileChoiceRule(rule, "JSONPath", "Choices[0]")(scopeOf({ input: { left: left as Json } }))).to.be.a(
          "boolean",
        );
      }),
      { numRuns: 500 },
    );
  });

  it("match patterns as a regular expression would", () => {
    const letters = fc.stringMatching(/^[ab]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*]{0,6}$/), letters, (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
        expect(compileStringMatches(pattern)(text)).to.equal(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
