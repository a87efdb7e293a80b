import { expect } from "chai";
import fc from "fast-check";
import { compileExpression, compileInLibrary, type Expression } from "../../../local/asl/jsonata/compile-expression.ts";
import { compileDirect } from "../../../local/asl/jsonata/direct/compile-direct.ts";
import { EvaluationError } from "../../../local/asl/jsonata/evaluation-error.ts";
import { parseJsonata } from "../../../local/asl/jsonata/syntax-tree.ts";
import { traitsOf } from "../../../local/asl/jsonata/traits.ts";
import type { Json } from "../../../local/json.ts";
import { scopeOf } from "./scopes.ts";

/** The names that data and paths share, few enough to meet. */
const names = fc.constantFrom("a", "b", "c");

/** Small data of every shape: arrays of arrays, of one, of none. */
const data = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(0, 1, 2, -1.5, 0.1, "", "a", "b", true, false, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const step = fc
  .tuple(names, fc.constantFrom("", "", "", "[0]", "[-1]", "[1][0]"))
  .map(([name, index]) => `.${name}${index}`);
const path = fc
  .tuple(
    fc.constantFrom("$states.input", "$v", "$w", "$v[0]", "$x", "$states.input[1]", "$w[a = 2]", "$error", "$y", "$i"),
    fc.array(step, { maxLength: 4 }),
  )
  .map(([root, steps]) => root + steps.join(""));

const expressions = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const call = fc.constantFrom(
    "exists",
    "not",
    "boolean",
    "string",
    "count",
    "sum",
    "length",
    "uppercase",
    "floor",
    "merge",
  );
  const operator = fc.constantFrom("+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in");
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(path, path, fc.constantFrom("1", "0", "-2.5", "'a'", "''", "true", "null", "'x'", "[]", "{}")),
      fc.tuple(inner, operator, inner).map(([left, op, right]) => `(${left} ${op} ${right})`),
      fc.tuple(inner, inner, inner).map((parts) => `(${parts[0]} ? ${parts[1]} : ${parts[2]})`),
      fc.tuple(call, inner).map(([name, argument]) => `$${name}(${argument})`),
      fc.tuple(inner, inner).map(([first, second]) => `$append(${first}, ${second})`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      fc.tuple(inner, inner).map(([first, second]) => `{'a': ${first}, 'b': ${second}}`),
      fc.tuple(inner, inner).map(([bound, body]) => `($x := ${bound}; ${body})`),
      inner.map((operand) => `-(${operand})`),
      fc.tuple(inner, inner).map(([list, body]) => `$map(${list}, function($x, $i){[$i, ${body}]})`),
      fc.tuple(inner, inner).map(([list, body]) => `$map(${list}, function($y){${body}})`),
      fc.tuple(inner, inner).map(([list, body]) => `$filter(${list}, function($x){${body}})`),
      fc.tuple(inner, inner).map(([list, body]) => `$reduce(${list}, function($x, $y, $i){$append($x, ${body})}, [])`),
      fc.tuple(inner, inner).map(([list, body]) => `$reduce(${list}, function($x, $y){${body}})`),
      fc.tuple(inner, inner).map(([first, last]) => `[${first}..${last}]`),
    ),
  };
}).expression;

/** What an evaluation gave: a value, nothing, or the text of its error. */
async function outcome(evaluate: Expression, scope: Parameters<Expression>[0]): Promise<string> {
  try {
    const value = await evaluate(scope);
    return value === undefined ? "nothing" : JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return `error ${error.message}`;
  }
}

describe("JSONata without the library", () => {
  it("answers what the library answers", async () => {
    let direct = 0;
    await fc.assert(
      fc.asyncProperty(expressions, data, data, async (text, input, v) => {
        const scope = scopeOf({ input, variables: { v, w: [{ a: [1] }, { a: 2, b: [[3]] }] } });
        const tree = parseJsonata(text);
        if (compileDirect(tree) !== undefined) direct++;
        const library = compileInLibrary(text, traitsOf(tree));
        expect(await outcome(compileExpression(text), scope), text).to.equal(await outcome(library, scope));
      }),
      { numRuns: 500 },
    );
    expect(direct).to.be.greaterThan(300);
  });

  for (const text of [
    "$states.input.a.b",
    "$v + 1",
    "$v[0].name",
    "$states.context.Execution.Id",
    "$states.input.n >= 3 and $exists($v)",
    "{'total': $sum($states.input.lines.price), 'id': $uuid(), 'at': $millis()}",
    "($n := $states.input.n + 1; $n > 10 ? 'done' : $n)",
    "'order-' & $states.input.id & '-' & $string($v)",
    "[$states.input.list, {'a': $v}]",
    "$v.a[b = 1]",
    "$v.list[price > 10 and $contains(sku, 'x')].sku",
    "$statuses[$sequence - 1]",
    "$error",
    "$now()",
    "$map($v, function($x, $i){$sum($x.a) + $i})",
    "$reduce($filter($v, function($x){$x > 1}), function($a, $b){$a + $b}, 0)",
  ]) {
    it(`is enough for ${text}`, () => {
      expect(compileDirect(parseJsonata(text))).to.not.equal(undefined);
    });
  }

  for (const text of [
    "$map($v, $sum)",
    "$map($v, function($x)<n:n>{$x})",
    "$map($v, function(){1})",
    "$reduce($v, function($x){$x})",
    "($f := function($x){$x}; $f(1))",
    "$v.(a + 1)",
    "$v.a[]",
    "$v{a: b}",
    "$v^(a)",
    "$v ~> $uppercase",
    "$v.*",
    "$v.**",
    "/a/",
    "{'a': 1, 'a': 2}",
    "{$v: 1}",
    "$sum($v, 1)",
    "$x := 1",
    "$states",
    "$states.other",
  ]) {
    it(`leaves ${text} to the library`, () => {
      expect(compileDirect(parseJsonata(text))).to.equal(undefined);
    });
  }

  it("lets variables shadow functions", () => {
    const scope = scopeOf({ variables: { count: 5 } });
    expect(() => compileExpression("$count([1, 2])")(scope)).to.throw(EvaluationError, "T1006");
    expect(compileExpression("$count")(scope)).to.equal(5);
  });
});
