import { expect } from "chai";
import fc from "fast-check";
import { StateError } from "../../../local/asl/errors.ts";
import { compileTemplate } from "../../../local/asl/payload-template.ts";
import type { Json } from "../../../local/json.ts";
import { casesOf } from "./cases.ts";
import { scopeOf } from "./scopes.ts";

interface TemplateCase {
  readonly name: string;
  readonly input?: Json;
  readonly template: Json;
  readonly value?: Json;
  readonly json?: string;
  readonly error?: string;
  readonly cause?: string;
}

describe("Payload templates", () => {
  for (const { name, template, value, json, error, cause, ...rest } of casesOf<TemplateCase[]>(
    "template/templates.json",
  )) {
    it(name, () => {
      const scope = scopeOf({
        input: rest.input === undefined ? { n: 1, list: ["x", "y"], none: null } : rest.input,
        context: { Execution: { Id: "arn:x" } },
        variables: { v: { a: 5 } },
      });
      const evaluate = (): Json => compileTemplate(template, "Parameters")(scope);
      if (cause !== undefined) {
        const thrown = expect(evaluate).to.throw(StateError);
        thrown.with.property("causeText", cause);
        thrown.with.property("error", error);
      } else if (json !== undefined) expect(JSON.stringify(evaluate())).to.equal(json);
      else expect(evaluate()).to.deep.equal(value);
    });
  }

  it("leave what has no path as it is, uncopied", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const hasPath = JSON.stringify(value).includes(".$");
        if (!hasPath) expect(compileTemplate(value as Json, "Parameters")(scopeOf({}))).to.equal(value);
      }),
    );
  });
});
