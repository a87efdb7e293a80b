import { expect } from "chai";
import {
  type Claim,
  frame,
  type NotifierPorts,
  notify,
  type StatusChange,
  statusChange,
} from "../../functions/notify.ts";

const CHANGE: StatusChange = {
  orderId: "o-1",
  sequence: 2,
  status: "order is packed",
  connectionId: "XDmENcnwIE0CFEQ=",
  orderDetails: { pizza: "margherita" },
};

/** Ports that write down what was asked of them. */
function ports(
  claim: Claim,
  push: () => Promise<"sent" | "gone"> = async () => "sent",
): NotifierPorts & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    claim: async () => claim,
    confirm: async () => void calls.push("confirm"),
    release: async () => void calls.push("release"),
    push: async (connectionId, text) => {
      calls.push(`push ${connectionId} ${text}`);
      return push();
    },
    log: () => {},
  };
}

const claimed: Claim = { kind: "claimed", connectionId: "XDmENcnwIE0CFEQ=" };

describe("the notifier", () => {
  it("pushes the frame of reference 003, byte for byte", () => {
    expect(frame("order accepted")).to.equal(
      '{"type":"CHANGED_EVENT","message":"{\\"name\\":\\"STATUS_CHANGED_EVENT\\",\\"status\\":\\"order accepted\\"}"}',
    );
  });

  it("pushes what it has claimed, and confirms it", async () => {
    const used = ports(claimed);
    await notify(CHANGE, used);
    expect(used.calls).to.deep.equal([`push ${CHANGE.connectionId} ${frame(CHANGE.status)}`, "confirm"]);
  });

  it("pushes to the order's connection, which may have moved since the event", async () => {
    const used = ports({ kind: "claimed", connectionId: "new" });
    await notify(CHANGE, used);
    expect(used.calls[0]).to.match(/^push new /);
  });

  for (const kind of ["done", "superseded"] as const) {
    it(`pushes nothing when the status is ${kind}`, async () => {
      const used = ports({ kind });
      await notify(CHANGE, used);
      expect(used.calls).to.deep.equal([]);
    });
  }

  it("asks to be called again while another delivery is at it", async () => {
    const used = ports({ kind: "busy" });
    expect(await outcome(notify(CHANGE, used))).to.include("another delivery");
    expect(used.calls).to.deep.equal([]);
  });

  it("takes a customer who left as told", async () => {
    const used = ports(claimed, async () => "gone");
    await notify(CHANGE, used);
    expect(used.calls).to.have.lengthOf(2);
    expect(used.calls[1]).to.equal("confirm");
  });

  it("takes an order without a connection as told", async () => {
    const used = ports({ kind: "claimed", connectionId: "" });
    await notify(CHANGE, used);
    expect(used.calls).to.deep.equal(["confirm"]);
  });

  it("lets another delivery try when a push fails", async () => {
    const used = ports(claimed, async () => {
      throw new Error("500");
    });
    expect(await outcome(notify(CHANGE, used))).to.equal("500");
    expect(used.calls.slice(1)).to.deep.equal(["release"]);
  });

  it("refuses events that are none of its own, naming the field", () => {
    const { orderId: _orderId, ...rest } = CHANGE;
    expect(() => statusChange(rest)).to.throw("detail.orderId");
    expect(() => statusChange({ ...CHANGE, sequence: "1" })).to.throw("detail.sequence");
    expect(() => statusChange({ ...CHANGE, status: 1 })).to.throw("detail.status");
    expect(() => statusChange(undefined)).to.throw("detail.orderId");
    expect(statusChange({ ...CHANGE, target: "LAMBDA to notify user via WebSocket" })).to.deep.equal(CHANGE);
  });
});

async function outcome(attempt: Promise<void>): Promise<string> {
  return attempt.then(
    () => "done",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
