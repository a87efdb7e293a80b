import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import type { JsonObject } from "../../json.ts";

/** What an expression is parsed with. */
export interface Context {
  readonly attrNames: JsonObject;
  readonly attrVals: JsonObject;
  readonly unusedAttrNames: object;
  readonly unusedAttrVals: object;
  isReserved(name: string): boolean;
  compare(): boolean;
}

/** One of dynalite's generated parsers. */
export interface Parser {
  parse(expression: string, options: { context: Context }): unknown;
}

/** dynalite's grammars of expressions, by file. */
export type Grammar = "conditionParser" | "updateParser" | "projectionParser";

const require = createRequire(import.meta.url);

const BEGINNING = /function peg\$parse\(input, options\) \{/;
const RULE = /function (peg\$parse\w+)\(\) \{/g;
const MOST_RULES = 64;
/** What the parser generator writes with its option `cache`: each rule is tried once at each place. */
const MEMORY = `
  const peg$memory = new Map();
  const peg$remembered = (rule, parse) => {
    const key = peg$currPos * ${MOST_RULES} + rule;
    const known = peg$memory.get(key);
    if (known !== undefined) {
      peg$currPos = known.end;
      return known.result;
    }
    const result = parse();
    peg$memory.set(key, { end: peg$currPos, result });
    return result;
  };`;

/** Those that have been dealt with. */
const HASTENED = new Map<Grammar, Parser>();

/**
 * One of dynalite's parsers, which from then on, for dynalite as well, takes time in proportion to its text. As they come they
 * try again what they have tried before, four times for every pair of parentheses inside another: an expression with twelve of
 * them would keep this process for minutes.
 */
export function hastened(name: Grammar): Parser {
  const known = HASTENED.get(name);
  if (known !== undefined) return known;
  const parser = require(`dynalite/db/${name}`) as Parser;
  let parse: Parser["parse"] | undefined;
  // Written anew when the first expression comes, which most starts do not wait for.
  parser.parse = (expression, options) => {
    parse ??= withMemory(require.resolve(`dynalite/db/${name}`)).parse;
    return parse(expression, options);
  };
  HASTENED.set(name, parser);
  return parser;
}

/** @throws Error when a new version of dynalite has parsers of another form. */
function withMemory(file: string): Parser {
  const source = readFileSync(file, "utf8");
  let rules = 0;
  const remembering = source
    .replace(BEGINNING, `$&${MEMORY.replaceAll("$", "$$$$")}`)
    .replace(RULE, (_rule, name: string) => {
      return `function ${name}() { return peg$remembered(${rules++}, ${name}$own); }\n  function ${name}$own() {`;
    });
  if (rules === 0 || rules > MOST_RULES || !BEGINNING.test(source))
    throw new Error(`${file} is no parser that is known`);
  const module = { exports: {} as Parser };
  compileFunction(remembering, ["module"], { filename: file })(module);
  return module.exports;
}
