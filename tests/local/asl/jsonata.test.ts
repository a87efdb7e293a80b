import { expect } from "chai";
import fc from "fast-check";
import { StateError } from "../../../local/asl/errors.ts";
import { JsonataSyntaxError } from "../../../local/asl/jsonata/syntax-tree.ts";
import { compileJsonata } from "../../../local/asl/jsonata.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";
import { scopeOf } from "./scopes.ts";

interface JsonataCases {
  readonly input: Json;
  readonly result: Json;
  readonly errorOutput: Json;
  readonly context: JsonObject;
  readonly variables: Record<string, Json>;
  readonly cases: readonly {
    readonly name: string;
    readonly value: Json;
    readonly field?: string;
    readonly result?: Json;
    readonly cause?: string;
    readonly causePart?: string;
  }[];
}

describe("JSONata", () => {
  const { cases, ...seen } = casesOf<JsonataCases>("jsonata/expressions.json");

  for (const { name, value, field = "Output/v", result, cause, causePart } of cases) {
    it(name, async () => {
      const scope = scopeOf(seen);
      const evaluate = (): Json | Promise<Json> => compileJsonata(value, field)(scope);
      if (cause === undefined && causePart === undefined) expect(await evaluate()).to.deep.equal(result);
      else {
        const thrown = expect(evaluate).to.throw(StateError, causePart ?? "");
        thrown.with.property("error", "States.QueryEvaluationError");
        if (cause !== undefined) thrown.with.property("causeText", cause);
      }
    });
  }

  it("leaves values without expressions as they are, uncopied", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (!JSON.stringify(value).includes("{%"))
          expect(compileJsonata(value as Json, "Output")(scopeOf({}))).to.equal(value);
      }),
    );
  });

  it("goes on after an expression that ran away", () => {
    const endless = compileJsonata("{% ($f := function($n){$f($n)}; $f(1)) %}", "Output");
    const next = compileJsonata("{% $sum($map([1,2,3], function($v){$v})) %}", "Output");
    expect(() => endless(scopeOf({}))).to.throw(StateError, "timeout");
    expect(next(scopeOf({}))).to.equal(6);
  });

  it("does not touch its input", () => {
    const input = { list: [{ a: [1] }, { a: [2, 3] }], one: ["x"] };
    const before = JSON.stringify(input);
    for (const text of [
      "$states.input.list.a[]",
      "$append($states.input.one, 1)",
      "$states.input.list^(>a[0])",
      "$sort($states.input.list.a)",
    ]) {
      compileJsonata(`{% ${text} %}`, "Output")(scopeOf({ input }));
      expect(JSON.stringify(input)).to.equal(before);
    }
  });

  it("takes inputs deeper than the stack", () => {
    let deep: Json = 1;
    for (let level = 0; level < 50_000; level++) deep = { a: deep };
    const output = compileJsonata("{% $states.input %}", "Output")(scopeOf({ input: deep }));
    expect(Object.keys(output as JsonObject)).to.deep.equal(["a"]);
  });

  it("throws nothing but its own errors, whatever the text", () => {
    const part = fc.constantFrom(
      ..."$states .input .a $v [ ] ( ) { } 1 'a' + - * / = != < > and or in ~> , : ; := ? $sum( $map( function($x){ $x } . [0] null true ^( < | ..".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), (parts, a) => {
        try {
          compileJsonata(
            `{%${parts.join(" ")}%}`,
            "Output",
          )(scopeOf({ input: { a: a as Json }, variables: { v: [1, 2] } }));
        } catch (error) {
          if (!(error instanceof JsonataSyntaxError) && !(error instanceof StateError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
