import { expect } from "chai";
import fc from "fast-check";
import { StateError } from "../../../local/asl/errors.ts";
import { compileIntrinsic, IntrinsicSyntaxError, intrinsicNames } from "../../../local/asl/intrinsics.ts";
import type { Json } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";
import { scopeOf } from "./scopes.ts";

interface IntrinsicCases {
  readonly input: Json;
  readonly cases: readonly {
    readonly name: string;
    readonly call: string;
    readonly value?: Json;
    readonly fails?: boolean;
    readonly causePart?: string;
  }[];
  readonly refused: readonly { readonly name: string; readonly call: string }[];
}

describe("Intrinsic functions", () => {
  const { input, cases, refused } = casesOf<IntrinsicCases>("intrinsics/functions.json");
  const scope = scopeOf({ input });

  it("are the eighteen of the language, each with a case", () => {
    expect(intrinsicNames).to.have.length(18);
    const random = ["States.UUID", "States.MathRandom"];
    for (const name of intrinsicNames.filter((each) => !random.includes(each))) {
      expect(
        cases.some(({ call }) => call.startsWith(`${name}(`)),
        name,
      ).to.equal(true);
    }
  });

  for (const { name, call, value, fails = false, causePart } of cases) {
    it(`${call}: ${name}`, () => {
      const evaluate = (): Json => compileIntrinsic(call)(scope);
      if (fails || causePart !== undefined) {
        expect(evaluate)
          .to.throw(
            StateError,
            causePart ??
              `The function '${call}' had the following error: Invalid arguments in ${call.slice(0, call.indexOf("("))}`,
          )
          .with.property("error", "States.Runtime");
      } else {
        expect(evaluate()).to.deep.equal(value);
      }
    });
  }

  for (const { name, call } of refused) {
    it(`refuses ${call}: ${name}`, () => {
      expect(() => compileIntrinsic(call)).to.throw(IntrinsicSyntaxError);
    });
  }

  it("UUID is a version 4", () => {
    expect(compileIntrinsic("States.UUID()")(scope)).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("MathRandom stays below its end, and a seed repeats it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer(),
        (from, size, seed) => {
          const call = compileIntrinsic(`States.MathRandom(${from}, ${from + size}, ${seed})`);
          const value = call(scope) as number;
          expect(value).to.be.within(from, from + size - 1);
          expect(call(scope)).to.equal(value);
          expect(compileIntrinsic(`States.MathRandom(${from}, ${from + size})`)(scope)).to.be.within(
            from,
            from + size - 1,
          );
        },
      ),
    );
  });

  it("decodes what it encodes, parses what it prints, joins what it partitions", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 100 }),
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        fc.integer({ min: 1, max: 9 }),
        (text, list, size) => {
          const seen = scopeOf({ input: { text, list: list as Json[], size } });
          const evaluate = (call: string): Json => compileIntrinsic(call)(seen);
          expect(evaluate("States.Base64Decode(States.Base64Encode($.text))")).to.equal(Buffer.from(text).toString());
          expect(evaluate("States.StringToJson(States.JsonToString($.list))")).to.deep.equal(
            JSON.parse(JSON.stringify(list)),
          );
          expect((evaluate("States.ArrayPartition($.list, $.size)") as Json[][]).flat()).to.deep.equal(list);
        },
      ),
    );
  });

  it("throw nothing but their own errors, whatever the arguments", () => {
    const argument = fc.constantFrom(
      "1",
      "-2.5",
      "'a'",
      "'{}'",
      "null",
      "true",
      "$.v",
      "$.none",
      "$",
      "States.Array()",
      "'\\'",
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...intrinsicNames),
        fc.array(argument, { maxLength: 4 }),
        fc.jsonValue({ maxDepth: 2 }),
        (name, args, v) => {
          try {
            compileIntrinsic(`${name}(${args.join(", ")})`)(scopeOf({ input: { v: v as Json } }));
          } catch (error) {
            if (!(error instanceof IntrinsicSyntaxError) && !(error instanceof StateError)) throw error;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
