import { expect } from "chai";
import { FoodWorkers } from "./food-workers.ts";
import { isDeployed, openStack, type Stack } from "./stack.ts";
import { connect } from "./wscat.ts";

// A deployed stack has the default route that it was configured with.
(isDeployed ? describe.skip : describe)("end to end: any JSON is a pizza (reference 003)", function () {
  this.timeout(60_000);
  let stack: Stack;

  before(async () => {
    stack = await openStack({ defaultRoute: "pizza", waitSeconds: "1" });
  });
  after(() => stack?.stop());

  for (const frame of [
    '{"pizza":"margherita","size":"L"}',
    '{"action":"none","data":1}',
    "[1,2]",
    '"text"',
    "7",
    "null",
  ]) {
    it(`takes ${frame} through its six statuses`, async () => {
      const client = await connect(stack.output("webSocketUrl"));
      client.send(frame);
      const accepted = await client.hearJson();
      expect(accepted["executionArn"]).to.contain(
        stack.output("pizzaOrderArn").replace(":stateMachine:", ":execution:"),
      );
      const statuses: unknown[] = [];
      for (let frames = 0; frames < 6; frames++) {
        const { type, message } = await client.hearJson();
        expect(type).to.equal("CHANGED_EVENT");
        statuses.push(JSON.parse(String(message)).status);
      }
      expect([statuses[0], statuses[5]]).to.deep.equal(["order accepted", "order delivered"]);
      const { orderDetails } = await new FoodWorkers(stack).stored(
        String(accepted["executionArn"]).split(":").at(-1) ?? "",
      );
      expect(JSON.parse(orderDetails?.S ?? "")).to.deep.equal(JSON.parse(frame));
      await client.close();
    });
  }
});
