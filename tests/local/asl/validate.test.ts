import { expect } from "chai";
import fc from "fast-check";
import { invalidDefinitionMessage } from "../../../local/asl/invalid-definition.ts";
import { validateDefinition } from "../../../local/asl/validate.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";

interface DefinitionCase {
  readonly name: string;
  readonly definition: JsonObject;
  readonly type?: "EXPRESS";
  readonly errors: readonly (readonly [code: string, message: string, location: string | null])[];
  readonly warnings?: readonly string[];
}

describe("Validation", () => {
  const cases = ["definitions", "arguments", "http"].flatMap((file) =>
    casesOf<DefinitionCase[]>(`validate/${file}.json`),
  );
  for (const { name, definition, type = "STANDARD", errors, warnings = [] } of cases) {
    it(name, () => {
      const found = validateDefinition(JSON.stringify(definition), { type });
      const shown = found.filter(({ severity }) => severity === "ERROR");
      expect(shown.map(({ code, message, location }) => [code, message, location ?? null])).to.deep.equal(errors);
      expect(found.filter(({ severity }) => severity === "WARNING").map(({ code }) => code)).to.deep.equal(warnings);
    });
  }

  const onlyCode = (text: string): readonly string[] => validateDefinition(text).map(({ code }) => code);

  it("refuses what is no text, no JSON or no object", () => {
    expect(onlyCode("  ")).to.deep.equal(["MISSING_DESCRIPTION"]);
    expect(onlyCode('{"StartAt": ')).to.deep.equal(["INVALID_JSON_DESCRIPTION"]);
    expect(onlyCode('{"Comment": "a\u0000b"}')).to.deep.equal(["INVALID_JSON_DESCRIPTION"]);
    for (const text of ["[]", "null", "1", '"x"']) expect(onlyCode(text)).to.deep.equal(["SCHEMA_VALIDATION_FAILED"]);
  });

  it("says of what is no JSON what Jackson says", () => {
    expect(validateDefinition('{"StartAt": "A",}')[0]).to.deep.include({
      code: "INVALID_JSON_DESCRIPTION",
      message:
        "Unexpected character ('}' (code 125)): was expecting double-quote to start field name\n" +
        ' at [Source: (String)"{"StartAt": "A",}"; line: 1, column: 18]',
    });
  });

  it("refuses what is nested too deeply, before anything recursive sees it", () => {
    for (const text of [
      "[".repeat(100_000),
      '{"States":'.repeat(100_000),
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    ]) {
      expect(onlyCode(text)).to.deep.equal(["TOO_DEEPLY_NESTED"]);
    }
  });

  it("sees a name that stands twice, which JSON.parse would not show", () => {
    const state = '{"Type":"Pass","End":true}';
    expect(onlyCode(`{"StartAt":"A","States":{"A":${state},"\\u0041":${state}}}`)).to.deep.equal([
      "DUPLICATE_STATE_NAME",
    ]);
  });

  it("takes a definition of a megabyte", () => {
    const states = Object.fromEntries(
      Array.from({ length: 9000 }, (_, index) => [
        `S${index}`,
        { Type: "Pass", Comment: "x".repeat(60), Next: `S${index + 1}` },
      ]),
    );
    const text = JSON.stringify({ StartAt: "S0", States: { ...states, S9000: { Type: "Succeed" } } });
    expect(text.length).to.be.greaterThan(900_000);
    expect(validateDefinition(text)).to.deep.equal([]);
  });

  it("puts all errors into one message, without the warnings", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Pass", Next: "A", Parameters: { a: "$.b" } } } };
    expect(invalidDefinitionMessage(validateDefinition(JSON.stringify(definition)))).to.equal(
      "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
    );
    expect(invalidDefinitionMessage([])).to.equal(undefined);
  });

  it("answers for any definition, whatever stands in its fields", () => {
    const name = fc.constantFrom(
      ..."Type Next End QueryLanguage Parameters Retry Catch Choices Branches ItemProcessor Iterator ItemReader Assign Output Resource Seconds Default And Not Variable Condition Credentials Label a.$".split(
        " ",
      ),
    );
    const leaf = fc.oneof(
      fc.constantFrom<Json>(
        "Pass",
        "Task",
        "Choice",
        "Parallel",
        "Map",
        "Wait",
        "Fail",
        "A",
        "$.a",
        "{% $x %}",
        "{%",
        true,
        null,
        1,
        -1,
        1.5,
      ),
      fc.string({ maxLength: 4 }),
    );
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(name, tie("value"), { maxKeys: 5 }),
      ),
    })).value;
    const state = fc.dictionary(name, value, { maxKeys: 6 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("A", "B", "__proto__"), fc.oneof(state, value)),
        value,
        (states, rest) => {
          const found = validateDefinition(JSON.stringify({ StartAt: "A", States: states, QueryLanguage: rest }), {
            type: "EXPRESS",
          });
          for (const { code, message } of found) expect(`${code} ${message}`).to.match(/^[A-Z_]+ .+/s);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
