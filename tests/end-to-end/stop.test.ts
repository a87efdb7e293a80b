import { expect } from "chai";
import { isDeployed, openStack } from "./stack.ts";
import { connect } from "./wscat.ts";

/** Only a stack of one's own may be stopped. */
const locally = isDeployed ? describe.skip : describe;

locally("end to end: ctrl-C", function () {
  this.timeout(60_000);

  it("ends the system although clients are connected, and tells them", async () => {
    const stack = await openStack();
    const client = await connect(stack.output("webSocketUrl"));
    await stack.stop();
    expect((await client.closed).code).to.equal(1001);
  });
});
