import { expect } from "chai";
import fc from "fast-check";
import { configPlace, leafOf, valueAt, withValueAt } from "../../../../../local/host/commands/config/config-path.ts";

describe("a place in a configuration value", () => {
  it("is what was put there, and nothing else changes", () => {
    const step = fc.oneof(fc.constantFrom("a", "b", "team"), fc.constantFrom(0, 1));
    const path = fc.array(step, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue()),
        path,
        fc.jsonValue(),
        (value, way, leaf) => {
          const before = structuredClone(value);
          let after: ReturnType<typeof withValueAt>;
          try {
            after = withValueAt(value as never, way, leaf as never);
          } catch {
            // The way leads through something that is no object and no list, or beyond the end of a list.
            return;
          }
          expect(valueAt(after, way)).to.deep.equal(leaf);
          expect(value).to.deep.equal(before);
        },
      ),
    );
  });

  it("reads as the CLI spells it", () => {
    expect(configPlace('aws:tags["cost:center"][0].a')).to.deep.equal({
      key: "aws:tags",
      path: ["cost:center", 0, "a"],
    });
    for (const wrong of ["", "[0]", "a[", 'a["', "a[*]", "a.__proto__.b"]) {
      expect(() => configPlace(wrong), wrong).to.throw("is no path");
    }
  });

  it("holds booleans and integers where the text reads as one", () => {
    expect(["true", "12", "-3", "012", "1.5", "yes", ""].map(leafOf)).to.deep.equal([
      true,
      12,
      -3,
      "012",
      "1.5",
      "yes",
      "",
    ]);
  });
});
