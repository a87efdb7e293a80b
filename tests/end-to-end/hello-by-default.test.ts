import { expect } from "chai";
import { isDeployed, openStack, type Stack } from "./stack.ts";
import { connect } from "./wscat.ts";

// A deployed stack has the default route that it was configured with.
(isDeployed ? describe.skip : describe)("end to end: any JSON starts the workflow (reference 001)", function () {
  this.timeout(60_000);
  let stack: Stack;

  before(async () => {
    stack = await openStack({ defaultRoute: "hello", waitSeconds: "2" });
  });
  after(() => stack?.stop());

  it("answers the execution at once and the message after the wait", async () => {
    const client = await connect(stack.output("webSocketUrl"));
    client.send('{"first_name" : "Jane", "last_name" : "Doe"}');
    expect(await client.hear()).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    const before = stack.runtime?.clock.now() ?? 0;
    expect(await client.hear()).to.equal('{"Message":"Hello from asynchronous workflow execution!"}');
    expect((stack.runtime?.clock.now() ?? 0) - before).to.be.within(0, 2100);
    await client.close();
  });
});
