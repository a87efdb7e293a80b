import { expect } from "chai";
import fc from "fast-check";
import { formatTimestamp, parseTimestamp } from "../../../local/asl/timestamps.ts";
import { casesOf } from "./cases.ts";

describe("Timestamps", () => {
  const cases = casesOf<{ name: string; text: string; value?: number }[]>("timestamps/timestamps.json");
  for (const { name, text, value } of cases) {
    it(`${JSON.stringify(text)}: ${name}`, () => {
      expect(parseTimestamp(text)).to.equal(value);
    });
  }

  it("reads what it writes", () => {
    const date = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (moment) => {
        expect(parseTimestamp(formatTimestamp(moment.getTime()))).to.equal(moment.getTime());
      }),
    );
  });
});
