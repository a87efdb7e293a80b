import { expect } from "chai";
import { type Answer, type Delivery, Desk, readLine } from "../../automation/approve/desk.ts";

const ARN = "arn:aws:states:us-east-1:123456789012:activity:food-delivery-prepare-food-0123abc";

/** A desk whose activity has these tasks, and what it answered. */
function deskWith(tokens: string[], gone: ReadonlySet<string> = new Set()) {
  const answers: [token: string, answer: Answer][] = [];
  const delivery = (token: string): Delivery => (gone.has(token) ? "gone" : "delivered");
  const desk = new Desk({
    take: async () => {
      const token = tokens.shift();
      return token === undefined ? undefined : { token, input: '{"orderDetails":"naan"}' };
    },
    answer: async (token, answer) => {
      answers.push([token, answer]);
      return delivery(token);
    },
    heartbeat: async (token) => delivery(token),
  });
  return { desk, answers };
}

describe("playing the people of the food delivery", () => {
  it("numbers tasks and answers them in any order", async () => {
    const { desk, answers } = deskWith(["a", "b"]);
    expect((await desk.take(ARN))?.activity).to.equal("food-delivery-prepare-food-0123abc");
    await desk.take(ARN);
    expect(await desk.take(ARN)).to.equal(undefined);
    expect(await desk.answer(2, { kind: "done", output: "{}" })).to.equal("delivered");
    expect(desk.tasks.map(({ number }) => number)).to.deep.equal([1]);
    expect(answers).to.deep.equal([["b", { kind: "done", output: "{}" }]]);
  });

  it("answers a task once", async () => {
    const { desk } = deskWith(["a"]);
    await desk.take(ARN);
    await desk.answer(1, { kind: "refused", cause: "closed" });
    expect(await desk.answer(1, { kind: "done", output: "{}" })).to.equal(undefined);
  });

  it("drops tasks whose workflow waits no longer", async () => {
    const { desk } = deskWith(["a", "b"], new Set(["a"]));
    await desk.take(ARN);
    await desk.take(ARN);
    expect((await desk.heartbeat()).map(({ number }) => number)).to.deep.equal([1]);
    expect(desk.tasks.map(({ number }) => number)).to.deep.equal([2]);
  });

  const done = (output: string) => ({ kind: "answer", number: 1, answer: { kind: "done", output } });
  const refused = (cause: string) => ({ kind: "answer", number: 1, answer: { kind: "refused", cause } });
  for (const [line, expected] of [
    ["1", done("{}")],
    [" 1  ", done("{}")],
    ["1 Jon", done('{"name":"Jon"}')],
    ["1 Norbert", done('{"name":"Norbert"}')],
    ['1 {"name": "Jon", "rating": 5}', done('{"name":"Jon","rating":5}')],
    ["1 no", refused("refused")],
    ["1 no: the kitchen is closed", refused("the kitchen is closed")],
    ["", { kind: "list" }],
    ["   ", { kind: "list" }],
  ] as const) {
    it(`understands ${JSON.stringify(line)}`, () => {
      expect(readLine(line)).to.deep.equal(expected);
    });
  }

  for (const line of ["yes", '1 {"name":', "-1"]) {
    it(`says what is wrong with ${JSON.stringify(line)}`, () => {
      expect(readLine(line).kind).to.equal("unclear");
    });
  }
});
