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

const ENDLESS = "{% ($f := function($n){$f($n)}; $f(1)) %}";

/** What evaluating fails with, at once or later. */
async function failure(evaluate: () => Json | Promise<Json>): Promise<unknown> {
  try {
    await evaluate();
  } catch (reason) {
    return reason;
  }
  throw new Error("it did not fail");
}

describe("JSONata", () => {
  const { cases, ...seen } = casesOf<JsonataCases>("jsonata/expressions.json");

  for (const { name, value, field = "Output/v", result, cause, causePart } of cases) {
    it(name, async () => {
      const scope = scopeOf(seen);
      const evaluate = (): Json | Promise<Json> => compileJsonata(value, field)(scope);
      if (cause === undefined && causePart === undefined) expect(await evaluate()).to.deep.equal(result);
      else {
        const thrown = await failure(evaluate);
        expect(thrown).to.be.instanceOf(StateError).with.property("error", "States.QueryEvaluationError");
        expect(thrown)
          .property("message")
          .to.contain(causePart ?? "");
        if (cause !== undefined) expect(thrown).to.have.property("causeText", cause);
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

  it("goes on after an expression that ran away", async () => {
    const endless = compileJsonata(ENDLESS, "Output");
    const next = compileJsonata("{% $sum($map([1,2,3], function($v){$v})) %}", "Output");
    expect(await failure(() => endless(scopeOf({}))))
      .property("message")
      .to.contain("timeout");
    expect(await next(scopeOf({}))).to.equal(6);
  });

  it("lets others have the event loop meanwhile, evaluations of the same expression as well", async () => {
    const scope = scopeOf({ variables: { n: 1 } });
    const other = scopeOf({ host: scope.host, variables: { n: 0 } });
    const text = "{% ($f := function($n){$n = 0 ? 'ended' : $f($n)}; $f($n)) %}";
    const evaluate = compileJsonata(text, "Output");
    const endless = failure(() => evaluate(scope));
    let turns = 0;
    let ended = false;
    void endless.then(() => {
      ended = true;
    });
    while (!ended) {
      turns++;
      if (turns === 2) expect(await evaluate(other)).to.equal("ended");
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await endless)
      .property("message")
      .to.contain("timeout");
    expect(turns).to.be.greaterThan(20);
  });

  it("does not let a failure beside one that waits go unheard", async () => {
    const value = { slow: ENDLESS, fails: "{% $states.input.missing %}", list: [ENDLESS, 1] };
    expect(await failure(() => compileJsonata(value, "Output")(scopeOf({}))))
      .property("message")
      .to.contain("(undefined)");
    const both = await failure(() => compileJsonata([ENDLESS, { a: ENDLESS }], "Output")(scopeOf({})));
    expect(both).property("message").to.contain("timeout");
  });

  it("does not touch its input", async () => {
    const input = { list: [{ a: [1] }, { a: [2, 3] }], one: ["x"] };
    const before = JSON.stringify(input);
    for (const text of [
      "$states.input.list.a[]",
      "$append($states.input.one, 1)",
      "$states.input.list^(>a[0])",
      "$sort($states.input.list.a)",
    ]) {
      await compileJsonata(`{% ${text} %}`, "Output")(scopeOf({ input }));
      expect(JSON.stringify(input)).to.equal(before);
    }
  });

  it("takes inputs deeper than the stack", () => {
    let deep: Json = 1;
    for (let level = 0; level < 50_000; level++) deep = { a: deep };
    const output = compileJsonata("{% $states.input %}", "Output")(scopeOf({ input: deep }));
    expect(Object.keys(output as JsonObject)).to.deep.equal(["a"]);
  });

  it("throws nothing but its own errors, whatever the text", async () => {
    const part = fc.constantFrom(
      ..."$states .input .a $v [ ] ( ) { } 1 'a' + - * / = != < > and or in ~> , : ; := ? $sum( $map( function($x){ $x } . [0] null true ^( < | ..".split(
        " ",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), async (parts, a) => {
        try {
          await compileJsonata(
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
