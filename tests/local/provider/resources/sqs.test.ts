import { expect } from "chai";
import { createSqs } from "../../../../local/sqs/module.ts";
import { type TestEnvironment, testEnvironment } from "../../../support/environment.ts";
import { type Handlers, handlersOf } from "./handlers.ts";

const QUEUE = "aws:sqs/queue:Queue";
const POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const QUEUE_URL = "http://localhost:4900/000000000000/orders";
/** What a data directory keeps from a run on another port. */
const FORMER_URL = "http://localhost:4950/000000000000/orders";

describe("aws:sqs resources", () => {
  let environment: TestEnvironment;
  let handlers: Handlers;

  beforeEach(() => {
    environment = testEnvironment();
    handlers = handlersOf(environment, [environment.use(createSqs)]);
  });

  it("are read with the QUEUE_URL that the queue has in this run", async () => {
    await handlers.create(QUEUE, { name: "orders" });
    const found = await handlers.handler(QUEUE).read(FORMER_URL, handlers.context);
    expect(found?.id).to.equal(QUEUE_URL);
    expect(found?.outputs["url"]).to.equal(QUEUE_URL);
    expect(found?.inputs["name"]).to.equal("orders");
  });

  it("are read so when they are an attribute of a queue", async () => {
    await handlers.create(QUEUE, { name: "orders" });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await handlers.create(POLICY, { queueUrl: QUEUE_URL, policy });
    const found = await handlers.handler(POLICY).read(FORMER_URL, handlers.context);
    expect(found?.id).to.equal(QUEUE_URL);
    expect(found?.inputs).to.deep.equal({ queueUrl: QUEUE_URL, policy });
  });

  it("are gone when the queue is", async () => {
    for (const type of [QUEUE, POLICY]) {
      expect(await handlers.handler(type).read(QUEUE_URL, handlers.context)).to.equal(undefined);
    }
  });
});
