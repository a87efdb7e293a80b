import { expect } from "chai";
import fc from "fast-check";
import { LOWER_ALPHANUMERIC, randomIds, seededIds } from "../../local/ids.ts";

describe("The ids", () => {
  it("are as long as asked for and never the same bytes twice, however much is drawn", () => {
    const ids = randomIds();
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 16, max: 64 }), fc.integer({ min: 4000, max: 5000 })), (length) => {
        const bytes = ids.bytes(length);
        expect(bytes).to.have.length(length);
        const start = Buffer.from(bytes.subarray(0, 16)).toString("hex");
        expect(seen.has(start)).to.equal(false);
        seen.add(start);
      }),
      { numRuns: 2000 },
    );
  });

  it("keep what they gave when more is drawn", () => {
    const ids = randomIds();
    const first = ids.bytes(32);
    const copy = Uint8Array.from(first);
    for (let drawn = 0; drawn < 10_000; drawn += 32) ids.bytes(32);
    expect(first).to.deep.equal(copy);
  });

  it("draw texts from their alphabet", () => {
    expect(randomIds().text(200, LOWER_ALPHANUMERIC)).to.match(/^[a-z0-9]{200}$/);
  });

  it("are the same on every run when they have a seed", () => {
    const drawn = (seed: number) => {
      const ids = seededIds(seed);
      return [ids.uuid(), ids.text(10, LOWER_ALPHANUMERIC), ids.random()];
    };
    expect(drawn(7)).to.deep.equal(drawn(7));
    expect(drawn(7)).not.to.deep.equal(drawn(8));
  });
});
