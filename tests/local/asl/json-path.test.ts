import { expect } from "chai";
import fc from "fast-check";
import { StateError } from "../../../local/asl/errors.ts";
import { compilePath, PathSyntaxError } from "../../../local/asl/json-path.ts";
import { placeResult } from "../../../local/asl/reference-path.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";
import { scopeOf } from "./scopes.ts";

interface PathCase {
  readonly name: string;
  readonly path: string;
  readonly value?: Json;
  readonly missing?: string;
  readonly beyond?: boolean;
  readonly reference?: boolean;
}

interface PathCases {
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: Record<string, Json>;
  readonly cases: readonly PathCase[];
  readonly refused: readonly { readonly name: string; readonly path: string; readonly message?: string }[];
}

describe("JSONPath", () => {
  const { cases, refused, ...seen } = casesOf<PathCases>("json-path/paths.json");

  for (const { name, path, value, missing, beyond = false, reference } of cases) {
    it(`${path}: ${name}`, () => {
      const scope = scopeOf(seen);
      const compiled = compilePath(path);
      expect(compiled.evaluate(scope)).to.deep.equal(value);
      if (missing !== undefined) {
        expect(compiled.describeMissing(scope)).to.equal(missing);
        expect(compiled.endsBeyondArray(scope)).to.equal(beyond);
      }
      if (reference !== undefined) expect(compiled.isReference).to.equal(reference);
    });
  }

  for (const { name, path, message } of refused) {
    it(`refuses ${JSON.stringify(path)}: ${name}`, () => {
      expect(() => compilePath(path)).to.throw(PathSyntaxError, message ?? "");
    });
  }

  it("stops a scan that looks at too much", () => {
    let deep: Json = 1;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(() => compilePath("$..*..*").evaluate(scopeOf({ input: deep }))).to.throw(StateError);
  });

  it("stops a regular expression that backtracks without end", () => {
    const path = compilePath("$[?(@.a =~ /(a+)+b/)]");
    expect(() => path.evaluate(scopeOf({ input: [{ a: "a".repeat(50) }] }))).to.throw(StateError, "takes too long");
  });

  for (const { what, segment, wrap } of [
    { what: "names", segment: ".a", wrap: (inner: Json): Json => ({ a: inner }) },
    { what: "indexes", segment: "[0]", wrap: (inner: Json): Json => [inner] },
  ]) {
    it(`follows ${what} further than the stack is deep`, () => {
      let deep: Json = "end";
      for (let level = 0; level < 100_000; level++) deep = wrap(deep);
      const path = compilePath(`$${segment.repeat(100_000)}`);
      expect(path.evaluate(scopeOf({ input: deep }))).to.equal("end");
      expect(path.evaluate(scopeOf({ input: {} }))).to.equal(undefined);
    });
  }

  it("scans inputs deeper than the stack", () => {
    let deep: Json = { end: 1 };
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(compilePath("$..end").evaluate(scopeOf({ input: deep }))).to.deep.equal([1]);
  });

  it("finds every member and item by its path", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const walk = (value: Json, path: string): void => {
          expect(compilePath(path).evaluate(scopeOf({ input: input as Json }))).to.equal(value);
          if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`);
          else if (typeof value === "object" && value !== null) {
            for (const [name, member] of Object.entries(value)) {
              const quoted = name.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
              walk(member ?? null, `${path}['${quoted}']`);
            }
          }
        };
        walk(input as Json, "$");
      }),
      { numRuns: 60 },
    );
  });

  it("throws nothing but its own errors, whatever the text and the input", () => {
    const part = fc.constantFrom(
      ..."$ $$ $v . .. [ ] ['a'] [0] [-1] [1:] [*] .* a b ?( ?(@.a @ == != < =~ /a/ in nin && || ! ( ) 'a' 1 , : size".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), (parts, input) => {
        try {
          compilePath(`$${parts.join("")}`).evaluate(scopeOf({ input: input as Json }));
        } catch (error) {
          if (!(error instanceof PathSyntaxError) && !(error instanceof StateError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

interface PlaceCase {
  readonly name: string;
  readonly path: string;
  readonly input: Json;
  readonly result: Json;
  readonly output?: Json;
  readonly json?: string;
  readonly error?: string;
}

describe("ResultPath", () => {
  for (const { name, path, input, result, output, json, error } of casesOf<PlaceCase[]>("json-path/result-path.json")) {
    it(`${path}: ${name}`, () => {
      const before = JSON.stringify(input);
      const place = (): Json => placeResult(compilePath(path), input, result);
      if (error !== undefined)
        expect(place).to.throw(StateError, error).with.property("error", "States.ReferencePathConflict");
      else if (json !== undefined) expect(JSON.stringify(place())).to.equal(json);
      else expect(place()).to.deep.equal(output);
      expect(JSON.stringify(input)).to.equal(before);
    });
  }

  it("is where the path reads it again", () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (names, result) => {
        const path = compilePath(`$.${names.join(".")}`);
        const output = placeResult(path, {}, result as Json);
        expect(path.evaluate(scopeOf({ input: output }))).to.equal(result);
      }),
    );
  });
});
