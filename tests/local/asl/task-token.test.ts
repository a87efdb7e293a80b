import { expect } from "chai";
import fc from "fast-check";
import { newTaskToken, stateMachineOfToken } from "../../../local/asl/task-token.ts";
import { seededIds } from "../../../local/ids.ts";

const ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:";

describe("task tokens", () => {
  it("say whose they are, whatever the machine's name", () => {
    const ids = seededIds();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
        const token = newTaskToken(ids, ARN + name);
        expect(stateMachineOfToken(token)).to.equal(ARN + name);
        expect(token).to.match(/^[A-Za-z0-9+/]{324,2048}$/);
      }),
    );
  });

  it("have AWS's length, and are never the same", () => {
    const ids = seededIds();
    const [one, other] = [newTaskToken(ids, `${ARN}payments`), newTaskToken(ids, `${ARN}payments`)];
    expect(one).to.have.length(324);
    expect(one).to.not.equal(other);
  });

  it("are not what anybody makes up", () => {
    const token = newTaskToken(seededIds(), `${ARN}payments`);
    for (const text of ["", "token", token.slice(1), token.slice(0, 300), `${token.slice(0, 25)}${"/".repeat(299)}`]) {
      expect(stateMachineOfToken(text), text).to.equal(undefined);
    }
  });
});
