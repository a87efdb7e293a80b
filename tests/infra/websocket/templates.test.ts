import { expect } from "chai";
import fc from "fast-check";
import {
  bodyJson,
  bodyText,
  connectedAt,
  context,
  epochSeconds,
  parameter,
  parameters,
  render,
  type Template,
  text,
  trustedHeader,
} from "../../../infra/websocket/templates.ts";
import { Input } from "../../../local/vtl/input.ts";
import { compileTemplate } from "../../../local/vtl/template.ts";
import { UTIL } from "../../../local/vtl/util.ts";
import type { Value } from "../../../local/vtl/values.ts";

/** A request as a mapping template sees it. */
interface Request {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

const NOW = 1_652_722_217_711n;

/** Renders a template for a request, as API Gateway does, and parses what comes out. */
function rendered(template: Template, request: Request = {}): unknown {
  const input = new Input(request.body, {
    path: new Map(),
    header: new Map(Object.entries(request.headers ?? {})),
    querystring: new Map(Object.entries(request.query ?? {})),
  });
  const variables = new Map<string, Value>([
    ["connectionId", "XDmENcnwIE0CFEQ="],
    ["requestTimeEpoch", NOW],
    ["connectedAt", NOW - 1n],
  ]);
  const result = compileTemplate(render(template))((name) => {
    switch (name) {
      case "input":
        return input;
      case "context":
        return variables;
      case "util":
        return UTIL;
      default:
        return undefined;
    }
  });
  return JSON.parse(result);
}

/** What people and attackers send. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      "\\",
      "/",
      "$",
      "#",
      "{",
      "}",
      "\n",
      "\u0000",
      "\u001f",
      "é",
      "😀",
      "\u2028",
      "$input",
      "#set($x=1)",
      "\\'",
    ),
  }),
);

/** Lone surrogates are not text: UTF-8 has no way to send them. */
const wellFormed = anyText.map((value) => value.toWellFormed());

describe("mapping templates built from values", () => {
  it("bring any text of the body back equal, at every depth", () => {
    fc.assert(
      fc.property(wellFormed, (value) => {
        const body = JSON.stringify({ data: value });
        expect(rendered({ at: bodyJson("$.data") }, { body })).to.deep.equal({ at: value });
        expect(rendered({ S: bodyText("$.data") }, { body })).to.deep.equal({ S: value });
        const nested = rendered(
          { input: text({ data: bodyJson("$.data"), also: text([bodyText("$.data")]) }) },
          { body },
        );
        const input = JSON.parse(String(Object(nested).input));
        expect(input.data).to.equal(value);
        expect(JSON.parse(input.also)).to.deep.equal([value]);
      }),
      { numRuns: 500 },
    );
  });

  it("bring any JSON of the body back equal", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, stringUnit: "grapheme" }), (value) => {
        const data: unknown = JSON.parse(JSON.stringify(value));
        const result = rendered({ input: text({ data: bodyJson("$.data") }) }, { body: JSON.stringify({ data }) });
        expect(JSON.parse(String(Object(result).input))).to.deep.equal({ data });
      }),
      { numRuns: 300 },
    );
  });

  it("bring headers and query parameters back equal, names as well", () => {
    // HTTP lets no line breaks into a header, but what gets there must not matter to the template.
    const names = wellFormed.filter((name) => name !== "" && name !== "__proto__");
    const pairs = fc.dictionary(names, wellFormed, { noNullPrototype: true });
    fc.assert(
      fc.property(pairs, pairs, (headers, query) => {
        const template = {
          headers: { M: parameters("header", { S: parameter() }) },
          query: { M: parameters("querystring", { S: parameter() }) },
        };
        const attributes = (all: Record<string, string>) =>
          Object.fromEntries(Object.entries(all).map(([name, S]) => [name, { S }]));
        expect(rendered(template, { headers, query })).to.deep.equal({
          headers: { M: attributes(headers) },
          query: { M: attributes(query) },
        });
      }),
      { numRuns: 300 },
    );
  });

  it("bring constants back equal, whatever Velocity would make of them", () => {
    fc.assert(
      fc.property(
        wellFormed.filter((key) => key !== "__proto__" && key !== "$ref"),
        wellFormed,
        (key, value) => {
          expect(rendered({ [key]: [value] })).to.deep.equal({ [key]: [value] });
          expect(JSON.parse(String(rendered(text({ [key]: value }))))).to.deep.equal({ [key]: value });
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leave out parameters without a name and those that were to be left out, in any case of letters", () => {
    const template = parameters("header", parameter(), ["x-origin-proof"]);
    const headers = { "X-Origin-Proof": "s", "x-origin-proof": "s", "": "nameless", Host: "h" };
    expect(rendered(template, { headers })).to.deep.equal({ Host: "h" });
    expect(rendered(template, {})).to.deep.equal({});
  });

  it("count time in seconds", () => {
    expect(rendered({ ttl: epochSeconds(86_400), N: epochSeconds(0, "text"), at: connectedAt() })).to.deep.equal({
      ttl: 1_652_808_617,
      N: "1652722217",
      at: "1652722217710",
    });
  });

  it("print variables of the request as texts", () => {
    expect(rendered([context("connectionId"), text({ id: context("connectionId") })])).to.deep.equal([
      "XDmENcnwIE0CFEQ=",
      '{"id":"XDmENcnwIE0CFEQ="}',
    ]);
  });

  describe("a header of the edge", () => {
    const path = { path: trustedHeader(["ws-uri"], { header: "x-origin-proof", secret: "5ecre7" }, "/") };

    it("is believed with the proof, in both spellings", () => {
      const lower = { "ws-uri": "/this/is/my/path/", "x-origin-proof": "5ecre7" };
      expect(rendered(path, { headers: lower })).to.deep.equal({ path: "/this/is/my/path/" });
      const upper = { "Ws-Uri": "/this/is/my/path/", "X-Origin-Proof": "5ecre7" };
      expect(rendered(path, { headers: upper })).to.deep.equal({ path: "/this/is/my/path/" });
    });

    // What Velocity does with `#set($x = $null)` is configured where it runs, and AWS does not say how.
    it("is asked for before a variable is set to it", () => {
      const sets = [...render(path.path).matchAll(/#set\(\$\w+ = (\$input.+?)\)#end/g)];
      expect(sets).to.have.length(2);
      for (const [set, header] of sets) expect(render(path.path)).to.include(`#if(${header})${set}`);
    });

    it("is not believed from anybody else", () => {
      fc.assert(
        fc.property(
          wellFormed,
          wellFormed.filter((proof) => proof !== "5ecre7"),
          (forged, proof) => {
            const headers = { "ws-uri": forged, "x-origin-proof": proof };
            expect(rendered(path, { headers, query: { "ws-uri": forged, "x-origin-proof": "5ecre7" } })).to.deep.equal({
              path: "/",
            });
          },
        ),
      );
    });

    it("is escaped", () => {
      fc.assert(
        fc.property(wellFormed, (value) => {
          const headers = { "ws-uri": value, "x-origin-proof": "5ecre7" };
          expect(rendered(path, { headers })).to.deep.equal({ path: value });
        }),
      );
    });

    it("takes no secret that could end the text it is compared in", () => {
      const broken = trustedHeader(["ws-uri"], { header: "x-origin-proof", secret: "' || 'a' == 'a" }, "/");
      expect(() => render(broken)).to.throw("letters and digits");
    });
  });

  it("take no path and no name that could be code", () => {
    expect(() => bodyJson("$.a') #stop")).to.throw("is not a path");
    expect(() => parameters("header", parameter(), ["a'b"])).to.throw("is not a header name");
  });
});
