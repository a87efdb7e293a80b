import { expect } from "chai";
import { answerDate } from "../../../local/aws/answer-date.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";

describe("the Date of an answer", () => {
  const clock = virtualClock(Date.UTC(2024, 0, 10, 12));

  it("is the runtime's for a client that lives in the runtime's time", () => {
    for (const signed of ["20240110T120000Z", "20240110T115501Z", "20240110T120459Z"]) {
      expect(answerDate({ "x-amz-date": signed }, clock), signed).to.deep.equal([
        "Date",
        "Wed, 10 Jan 2024 12:00:00 GMT",
      ]);
    }
  });

  it("is left to the machine for a client that does not", () => {
    for (const signed of ["20240110T115500Z", "20240110T120500Z", "20261121T120000Z", "today", undefined]) {
      expect(answerDate({ "x-amz-date": signed }, clock), signed).to.deep.equal([]);
    }
  });
});
