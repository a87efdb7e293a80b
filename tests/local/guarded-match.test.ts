import { expect } from "chai";
import fc from "fast-check";
import type { Exchange } from "../../local/gateway/exchange.ts";
import { Failure } from "../../local/gateway/failure.ts";
import { compileResponseMapping } from "../../local/gateway/integrations/response-mapping.ts";
import { fits } from "../../local/gateway/schema/keywords.ts";
import { EndlessMatch, guardedMatch, isQuick } from "../../local/guarded-match.ts";
import { SILENT } from "../../local/log.ts";
import { JavaException } from "../../local/vtl/java-exception.ts";
import { callString } from "../../local/vtl/string-methods.ts";

/** Each is exponential, or a high power, in the length of what follows. */
const ENDLESS: readonly (readonly [pattern: string, text: string])[] = [
  ["^(a+)+$", `${"a".repeat(60)}!`],
  ["^(?:a|aa)+$", `${"a".repeat(80)}!`],
  ["^(a|b|ab)*c", "ab".repeat(60)],
  ["(.*)\\1x", "a".repeat(20_000)],
  ["a*a*a*a*a*a*b", "a".repeat(2_000)],
  [`^${"(a|a)".repeat(40)}b`, "a".repeat(50)],
  [`^${"\\(?".repeat(32)}\\({32}b`, "(".repeat(50)],
  ["^a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a{32}b", "a".repeat(50)],
];

describe("A regular expression of the user's", () => {
  for (const [pattern, text] of ENDLESS) {
    it(`ends: ${pattern}`, () => {
      const expression = new RegExp(pattern);
      const match = () => guardedMatch(expression, text, () => expression.test(text));
      expect(match).to.throw(EndlessMatch, "takes too long");
      // What it leaves behind does not disturb the next.
      expect(guardedMatch(/^(b+)+$/, "bbb", () => /^(b+)+$/.test("bbb"))).to.equal(true);
    });
  }

  it("gives what it gives without a guard, and fails as it would", () => {
    const pattern = fc.stringMatching(/^(?:[ab](?:[*+?]|\{1,2\})?|\((?:a|b|a\|b)\)[*+?]?){1,4}$/);
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (source, text) => {
        const expression = new RegExp(source);
        expect(guardedMatch(expression, text, () => expression.exec(text)?.[0])).to.equal(expression.exec(text)?.[0]);
      }),
    );
    const thrown = new TypeError("its own");
    const failing = () =>
      guardedMatch(/(a+)+/, "a", () => {
        throw thrown;
      });
    expect(failing).to.throw(thrown);
  });

  it("is matched as it is where that cannot take long", () => {
    const usual = [
      "^[A-Z]{3}-\\d{4}$",
      "^\\d+(\\.\\d+)?$",
      "^[^@\\s]+@[^@\\s]+$",
      "^(card|cash)$",
      "(?i:a)b",
      "ord-\\w+",
      "^(?:placed|paid|cooked|sent|delivered|cancelled)$",
      "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:Z|[+-]\\d{2}:\\d{2})?$",
      "^[()?*+|]$",
    ];
    expect(usual.filter((source) => !isQuick(new RegExp(source), "x".repeat(1_000)))).to.deep.equal([]);
    expect(isQuick(/ord-\w+-\d+/, "x".repeat(10_000))).to.equal(false);
    // Every line is a beginning.
    expect(isQuick(/^\w+-\d+/, "x".repeat(2_000))).to.equal(true);
    expect(isQuick(/^\w+-\d+/m, "x".repeat(2_000))).to.equal(false);
  });

  it("is given up for the time that it took itself, not for that of others", () => {
    const { threadCpuUsage } = process;
    let matches = 0;
    const match = (): boolean => {
      matches += 1;
      while (matches === 1);
      return true;
    };
    // As it is for a process that does not get the processor.
    process.threadCpuUsage = () => ({ user: 0, system: 0 });
    try {
      expect(guardedMatch(/(a+)+/, "a", match)).to.equal(true);
    } finally {
      process.threadCpuUsage = threadCpuUsage;
    }
    expect(matches).to.equal(2);
  });

  it("does not hold up the frames of others in a model, a key of a response, or a template", () => {
    const [[pattern, text] = ["", ""]] = ENDLESS;
    expect(() => fits("pattern", text, { pattern })).to.throw(Failure, "the model's pattern: The regular expression");
    const integration = { IntegrationResponseSelectionExpression: "$integration.response.body.errorMessage" };
    const map = compileResponseMapping(integration, [{ IntegrationResponseKey: `/${pattern.slice(1, -1)}/` }], SILENT);
    const reply = { status: 200, body: "", headers: {}, errorMessage: text };
    expect(() => map(reply, {} as Exchange)).to.throw(Failure, "an integration response's key: The regular expression");
    for (const [name, ...more] of [["matches"], ["replaceAll", "x"], ["replaceFirst", "x"], ["split"]] as const) {
      expect(() => callString(text, name, [pattern, ...more]), name).to.throw(JavaException, "takes too long");
    }
  });
});
