import { expect } from "chai";
import { serveProviderNear } from "../../../local/cli/serve-provider-near.ts";
import { StartFailed } from "../../../local/runtime.ts";

/** A runtime on a machine where only these ports are free. */
function runtime(free: readonly number[]) {
  const serveProvider = async (port: number) => {
    if (!free.includes(port)) throw new Error("taken");
    return { port, stop: async () => undefined };
  };
  return { serveProvider };
}

describe("The provider's port", () => {
  it("is the one after the endpoint's, or any other when that is taken", async () => {
    expect((await serveProviderNear(runtime([4901, 0]), { port: 4900 })).port).to.equal(4901);
    expect((await serveProviderNear(runtime([0]), { port: 4900 })).port).to.equal(0);
    expect((await serveProviderNear(runtime([1, 0]), { port: 0 })).port).to.equal(0);
  });

  it("is the one that was asked for, or the start fails in one sentence", async () => {
    expect((await serveProviderNear(runtime([5000]), { port: 4900, providerPort: 5000 })).port).to.equal(5000);
    const error: unknown = await serveProviderNear(runtime([0]), { port: 4900, providerPort: 5000 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(StartFailed);
    expect(String(error)).to.match(/Port 5000 .*--provider-port[^.]*\.$/);
  });
});
