import { expect } from "chai";
import fc from "fast-check";
import { compareNumbers, digitsOf, negated, sumOf } from "../../../../local/dynamodb/items/number.ts";

/** A number in the plain form in which DynamoDB keeps them: of up to 18 digits, somewhere around the point. */
const plain = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
    const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
    const whole = digits.slice(0, digits.length - scale);
    const text = scale === 0 || fraction === "" ? whole : `${whole}.${fraction}`;
    return units < 0n && text !== "0" ? `-${text}` : text;
  });

describe("DynamoDB's numbers", () => {
  it("are added exactly: what is taken away again leaves what was there", () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(sumOf(sumOf(one, other), negated(other))).to.equal(one);
        expect(sumOf(one, other)).to.equal(sumOf(other, one));
      }),
    );
  });

  it("are ordered by their difference", () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const difference = sumOf(one, negated(other));
        const sign = difference === "0" ? 0 : difference.startsWith("-") ? -1 : 1;
        expect(Math.sign(compareNumbers(one, other))).to.equal(sign);
      }),
    );
  });

  it("know their digits and the power of ten of the first", () => {
    expect(digitsOf("0.00123")).to.deep.equal({ digits: "123", exponent: -3 });
    expect(digitsOf("-4500")).to.deep.equal({ digits: "45", exponent: 3 });
    expect(digitsOf("0")).to.deep.equal({ digits: "", exponent: 0 });
  });
});
