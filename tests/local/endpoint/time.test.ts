import { request as httpRequest } from "node:http";
import { expect } from "chai";
import type { BoundOperation, Call, Service } from "../../../local/aws/service.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import { type Toy, toyEndpoint } from "./toy-service.ts";

const SIGNED = "AWS4-HMAC-SHA256 Credential=AKID/20240110/us-east-1/poll/aws4_request, SignedHeaders=host, Signature=0";

/** A service whose only operation waits 20 s of the clock, or until its caller has gone. */
function pollingService(clock: VirtualClock, started: () => void, ended: (how: string) => void): Service {
  const poll: BoundOperation = {
    name: "Poll",
    permissions: () => [],
    run: async (_input, { hold, signal }: Call) => {
      started();
      try {
        await hold.park(clock.sleep(20_000, signal === undefined ? {} : { signal }));
        ended("waited");
      } catch {
        ended("gone");
      }
      return { At: clock.now() };
    },
  };
  const wire = { protocol: "json", version: "1.0", targetPrefix: "Poll", signingName: "poll" } as const;
  return { id: "poll", wire, operations: new Map([["Poll", poll]]) };
}

describe("time at the endpoint", () => {
  let clock: VirtualClock;
  let toy: Toy;
  let started: Promise<void>;
  let ended: Promise<string>;

  beforeEach(async () => {
    clock = virtualClock(0);
    toy = await toyEndpoint([], clock);
    const start = Promise.withResolvers<void>();
    const end = Promise.withResolvers<string>();
    started = start.promise;
    ended = end.promise;
    toy.router.register(pollingService(clock, start.resolve, end.resolve));
  });
  afterEach(() => toy.endpoint.close());

  const headers = { authorization: SIGNED, "x-amz-target": "Poll.Poll" };

  it("passes for a call that waits, and only as far as it waits", async () => {
    const response = await fetch(toy.url, { method: "POST", headers, body: "{}" });
    expect(await response.json()).to.deep.equal({ At: 20_000 });
    expect(clock.now()).to.equal(20_000);
  });

  it("stands still for a call while anything else is in flight", async () => {
    const other = clock.hold();
    const response = fetch(toy.url, { method: "POST", headers, body: "{}" });
    let answered = false;
    void response.then(() => {
      answered = true;
    });
    await started;
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect({ answered, now: clock.now() }).to.deep.equal({ answered: false, now: 0 });
    other.release();
    expect(await (await response).json()).to.deep.equal({ At: 20_000 });
  });

  it("tells the operation when its caller has gone", async () => {
    const other = clock.hold();
    const request = httpRequest({ port: toy.port, method: "POST", headers: { ...headers, "content-length": 2 } });
    request.on("error", () => undefined);
    request.end("{}");
    await started;
    request.destroy();
    expect(await ended).to.equal("gone");
    other.release();
  });
});
