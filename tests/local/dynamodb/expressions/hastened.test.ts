import { createRequire } from "node:module";
import { expect } from "chai";
import fc from "fast-check";
import { type Context, type Grammar, hastened, type Parser } from "../../../../local/dynamodb/expressions/hastened.ts";

const require = createRequire(import.meta.url);

/** The parser as dynalite ships it. */
function original(name: Grammar): Parser {
  const file = require.resolve(`dynalite/db/${name}`);
  const loaded = require.cache[file];
  delete require.cache[file];
  const parser = require(file) as Parser;
  if (loaded !== undefined) require.cache[file] = loaded;
  return parser;
}

function context(): Context {
  return {
    attrNames: { "#n": "name", "#m": "other" },
    attrVals: { ":v": { N: "1" }, ":s": { S: "x" }, ":l": { L: [] } },
    unusedAttrNames: { "#n": true, "#m": true },
    unusedAttrVals: { ":v": true, ":s": true, ":l": true },
    isReserved: (name) => name.toLowerCase() === "status",
    compare: () => true,
  };
}

/** What comes of an expression, in one text: the tree or the error, and which names and values it leaves unused. */
function told(parser: Parser, expression: string): string {
  const given = context();
  const { unusedAttrNames, unusedAttrVals } = given;
  try {
    return JSON.stringify([parser.parse(expression, { context: given }), unusedAttrNames, unusedAttrVals]);
  } catch (error) {
    const { name, message, location } = error as Error & { readonly location?: { readonly start: object } };
    // What the generator says was expected is no word of AWS's: only the place counts.
    const what = name === "SyntaxError" ? location?.start : message;
    return JSON.stringify([what, unusedAttrNames, unusedAttrVals]);
  }
}

const WORDS: Readonly<Record<Grammar, readonly string[]>> = {
  conditionParser: [
    ...["a", "status", "#n", "#x", "a.b", "a[1]", ":v", ":s", ":x", "(", ")", ",", "=", "<>", "<", "AND", "OR", "NOT"],
    ...[
      "BETWEEN",
      "IN",
      "size(a)",
      "attribute_exists(a)",
      "attribute_type(a, :s)",
      "begins_with(#m, :s)",
      "contains(a, :v)",
    ],
    ...["(a = :v)", "NOT a = :v", "a IN (:v, :s)", "a BETWEEN :v AND :s", "unknown(a)", "size(:v) > :v", "!"],
  ],
  updateParser: [
    ...[
      "SET",
      "REMOVE",
      "ADD",
      "DELETE",
      "a",
      "status",
      "#n",
      "#x",
      "a.b[2]",
      ":v",
      ":l",
      ":x",
      "=",
      "+",
      "-",
      ",",
      "(",
      ")",
    ],
    ...["a = :v", "#m = if_not_exists(a, :v)", "b = list_append(a, :l)", "b = b + :v", "ADD c :v", "unknown(a)"],
  ],
  projectionParser: ["a", "status", "#n", "#m", "#x", "a.b", "a[1]", "[", "]", ".", ",", "(", ":v"],
};

describe("The parsers of expressions", () => {
  for (const name of Object.keys(WORDS) as Grammar[]) {
    it(`say what dynalite's ${name} says, tree or error`, () => {
      const [before, after] = [original(name), hastened(name)];
      const expressions = fc.array(fc.constantFrom(...WORDS[name]), { maxLength: 9 }).map((words) => words.join(" "));
      fc.assert(
        fc.property(expressions, (expression) => {
          expect(told(after, expression), expression).to.equal(told(before, expression));
        }),
        { numRuns: 2000 },
      );
    });
  }

  it("take an expression of 4 KB that is all parentheses", () => {
    const depth = 300;
    const expression = `${"(a = :v AND ".repeat(depth)}a = :v${")".repeat(depth)}`;
    const tree = hastened("conditionParser").parse(expression, { context: context() }) as {
      readonly expression: unknown;
    };
    let levels = 0;
    for (
      let inside = tree.expression as { readonly type: string; readonly args: readonly never[] };
      inside.type === "and";
    ) {
      levels++;
      [, inside] = inside.args as unknown as [never, typeof inside];
    }
    expect(levels).to.equal(depth);
  });
});
