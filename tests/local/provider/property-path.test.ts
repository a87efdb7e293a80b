import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { diffResource } from "../../../local/provider/diff.ts";
import { formatPath, type PropertyPath, parsePath } from "../../../local/provider/property-path.ts";

/** From the grammar and the examples in pulumi/pulumi sdk/go/common/resource/properties_path.go. */
interface Case {
  readonly name?: string;
  readonly text: string;
  readonly path?: PropertyPath;
  /** Another spelling than that which is written. */
  readonly readOnly?: true;
  readonly writtenOnly?: true;
  readonly refused?: true;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/property-paths.json", import.meta.url), "utf8"),
);

describe("Property paths, as the engine reads them", () => {
  for (const { name, text, path, readOnly, writtenOnly, refused } of cases) {
    it(name ?? text, () => {
      if (refused === true) expect(() => parsePath(text)).to.throw(`"${text}" is no property path`);
      if (path !== undefined && writtenOnly !== true) expect(parsePath(text)).to.deep.equal(path);
      if (path !== undefined && readOnly !== true) expect(formatPath(path)).to.equal(text);
    });
  }

  it("are read as they were written, whatever the names", () => {
    const name = fc.string({ minLength: 1, unit: "binary" }).filter((text) => !text.endsWith("\\"));
    const path = fc.array(fc.oneof(name, fc.nat()), { minLength: 1 });
    const isRead = (given: PropertyPath): void => {
      expect(parsePath(formatPath(given))).to.deep.equal(given);
    };
    fc.assert(fc.property(path, isRead));
  });

  it("are passed over where a program writes what is none", () => {
    const schema = { id: "{name}", inputs: { a: { type: "string" }, b: { type: "string" } }, outputs: [] } as const;
    const never = (): Promise<never> => Promise.reject(new Error("never asked"));
    const handler = { type: "t", create: never, read: never, update: never, delete: never };
    const request = { oldInputs: { a: "1", b: "1" }, newInputs: { a: "2", b: "2" }, region: "us-east-1" };
    const { differences } = diffResource(schema, handler, { ...request, ignoreChanges: ['a["', "b"] });
    expect([...differences.keys()]).to.deep.equal(["a"]);
  });
});
