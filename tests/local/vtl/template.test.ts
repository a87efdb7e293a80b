import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { Input } from "../../../local/vtl/input.ts";
import { readJson } from "../../../local/vtl/json.ts";
import { compileTemplate } from "../../../local/vtl/template.ts";
import { TemplateError } from "../../../local/vtl/template-error.ts";
import { UTIL } from "../../../local/vtl/util.ts";
import type { JavaMap, Value } from "../../../local/vtl/values.ts";

interface Case {
  readonly name: string;
  readonly template: string;
  readonly body?: string;
  readonly params?: { path: object; querystring: object; header: object };
  readonly context?: object;
  readonly stageVariables?: object;
  readonly output?: string;
  readonly error?: true;
}

const DIRECTORY = new URL("../../cases/vtl/", import.meta.url);

function mapOf(value: object | undefined): JavaMap {
  const map = readJson(JSON.stringify(value ?? {}));
  if (!(map instanceof Map)) throw new Error("not a map");
  return map;
}

function render(given: Omit<Case, "name">): string {
  const { params } = given;
  const parameters = params && {
    path: mapOf(params.path),
    querystring: mapOf(params.querystring),
    header: mapOf(params.header),
  };
  const variables: Record<string, Value> = {
    input: new Input(given.body, parameters),
    util: UTIL,
    context: mapOf(given.context),
    stageVariables: mapOf(given.stageVariables),
  };
  return compileTemplate(given.template)((name) => variables[name]);
}

describe("Mapping templates", () => {
  for (const file of readdirSync(DIRECTORY)) {
    const text = readFileSync(new URL(file, DIRECTORY), "utf8");
    const { cases, ...shared }: { cases: readonly Case[]; body?: string } = JSON.parse(text);
    describe(file, () => {
      for (const one of cases) {
        it(one.name, () => {
          const given = { ...shared, ...one };
          if (one.error === true) expect(() => render(given)).to.throw(TemplateError);
          else expect(render(given)).to.equal(one.output);
        });
      }
    });
  }

  it("says where a template is wrong", () => {
    expect(() => compileTemplate("a\n  #if($x == )y#end"))
      .to.throw(TemplateError)
      .that.includes({ line: 2, column: 13 });
  });

  it("says where a method failed", () => {
    expect(() => compileTemplate('ok\n#set($s = "abc")$s.substring(9)')(() => undefined)).to.throw(
      TemplateError,
      "substring failed",
    );
  });
});

/** The idiom that the documentation gives for text inside a JSON string. */
const escaped = (reference: string): string => `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^[$#{}"'\\/a-z.()!\n]*$/),
);

describe("Client text in templates", () => {
  it("comes back unchanged from a body, through the escape idiom", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const output = render({
          template: `{"value":"${escaped("$input.path('$.text')")}","fixed":true}`,
          body: JSON.stringify({ text }),
        });
        expect(JSON.parse(output)).to.deep.equal({ value: text, fixed: true });
      }),
      { numRuns: 500 },
    );
  });

  it("comes back unchanged from headers, query strings and paths", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("header", "querystring", "path"), (text, place) => {
        const params = { path: {}, querystring: {}, header: {}, [place]: { "x-text": text } };
        const output = render({ template: `{"value":"${escaped("$input.params('x-text')")}"}`, params });
        expect(JSON.parse(output)).to.deep.equal({ value: text });
      }),
      { numRuns: 500 },
    );
  });

  it("comes back unchanged from a JSON text within a JSON text", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (data) => {
        const output = render({
          template: `{"input":"{\\"data\\":${escaped("$input.json('$.data')")}}"}`,
          body: JSON.stringify({ data }),
        });
        const { input }: { input: string } = JSON.parse(output);
        expect(JSON.stringify(JSON.parse(input))).to.equal(JSON.stringify({ data: JSON.parse(JSON.stringify(data)) }));
      }),
      { numRuns: 500 },
    );
  });

  it("is never taken for a template", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$#a-z(){}.!\\]*$/), (text) => {
        expect(render({ template: "$input.path('$.t')", body: JSON.stringify({ t: text }) })).to.equal(text);
      }),
    );
  });

  it("parses any text to a template or to an error with a position", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$#a-z(){}[\].!\\"' \n=+-]*$/), (text) => {
        try {
          compileTemplate(text);
        } catch (error) {
          expect(error).to.be.instanceOf(TemplateError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
