import { expect } from "chai";
import { type Answer, type Delivery, Desk, readLine } from "../../automation/approve/desk.ts";
import { explain, readOptions } from "../../automation/approve/options.ts";

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
    expect(await desk.answer(1, { kind: "done", output: "{}" })).to.equal("unknown");
  });

  it("does not let an order fail because its delivery partner has no name", async () => {
    const { desk, answers } = deskWith(["a"]);
    await desk.take(ARN.replace("prepare-food", "find-delivery-partner"));
    expect(await desk.answer(1, { kind: "done", output: "{}" })).to.equal("nameless");
    expect(await desk.answer(1, { kind: "done", output: '{"name":""}' })).to.equal("nameless");
    expect(answers).to.deep.equal([]);
    expect(await desk.answer(1, { kind: "done", output: '{"name":"Jon"}' })).to.equal("delivered");
  });

  it("keeps a task whose answer reached nobody", async () => {
    const desk = new Desk({
      take: async () => ({ token: "a", input: "{}" }),
      answer: () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:4900")),
      heartbeat: async () => "delivered",
    });
    await desk.take(ARN);
    const failure = await desk.answer(1, { kind: "done", output: "{}" }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(desk.tasks.map(({ number }) => number)).to.deep.equal([1]);
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

describe("the command line of npm run approve", () => {
  const within = (outputs: unknown) => readOptions(["--outputs", "o.json"], () => JSON.stringify(outputs));

  for (const [outputs, endpoint] of [
    [{ awsEndpointUrl: "http://localhost:5000", webSocketUrl: "ws://localhost:5000/a/dev" }, "http://localhost:5000"],
    [{ webSocketUrl: "ws://localhost:5001/a/dev" }, "http://localhost:5001"],
    [{ webSocketUrl: "wss://a.execute-api.eu-west-1.amazonaws.com/dev" }, undefined],
    [{}, "http://localhost:4900"],
  ] as const) {
    it(`works at ${endpoint ?? "AWS"} with ${JSON.stringify(outputs)}`, () => {
      expect(within(outputs).endpoint).to.equal(endpoint);
    });
  }

  it("takes the activities of the outputs, and a partner only for every task at once", () => {
    expect(within({ prepareFoodActivityArn: ARN, paymentArn: "p" }).activities).to.deep.equal([ARN]);
    expect(readOptions(["--partner", "Ann"]).partner).to.equal(undefined);
    expect(readOptions(["--all", "--partner", "Ann"]).partner).to.equal("Ann");
  });

  for (const [args, text, complaint] of [
    [["--bogus"], "", "Unknown option '--bogus' (--help lists the options)"],
    [["--endpoint-url", "foo"], "", "--endpoint-url foo is no URL, as http://localhost:4900 is one."],
    [["--outputs", "o.json"], "{", "The outputs in o.json cannot be read: "],
    [["--outputs", "o.json"], "1", "o.json holds no outputs: "],
  ] as const) {
    it(`says what is wrong with ${args.join(" ")} ${text}`, () => {
      expect(() => readOptions(args, () => text)).to.throw(complaint);
    });
  }

  it("says what to do when nobody answers or no region is set", () => {
    expect(explain(new Error("connect ECONNREFUSED 127.0.0.1:4900"), "http://localhost:4900")).to.include("npm start");
    const both = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
    expect(explain(both, "http://localhost:4900")).to.include("npm start");
    expect(explain(new Error("Region is missing"), undefined)).to.include("AWS_REGION");
    expect(explain(new Error("something else"), undefined)).to.equal("something else");
  });
});
