import type { EngineEvent, PreviewOptions, Stack as PulumiStack, UpOptions } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { AutomationStack } from "../../automation/pulumi-stack.ts";

const error: EngineEvent = diagnostic("error");

function diagnostic(severity: "error" | "warning"): EngineEvent {
  const about = { message: severity, severity, color: "never", prefix: "" };
  return { sequence: 0, timestamp: 0, diagnosticEvent: about };
}

/** A stack whose preview and run say something and then go well, or not. */
function fakeStack(previewFails: boolean): { stack: PulumiStack; calls: string[] } {
  const calls: string[] = [];
  const operation = (name: string, fails: boolean) => async (options: PreviewOptions | UpOptions) => {
    calls.push(name);
    options.onEvent?.(diagnostic("warning"));
    if (!fails) return { changeSummary: {}, outputs: {}, summary: { resourceChanges: { create: 1 } } };
    options.onEvent?.(error);
    throw new Error("no");
  };
  const stack = { name: "s", preview: operation("preview", previewFails), up: operation("up", false) };
  return { stack: stack as unknown as PulumiStack, calls };
}

describe("a stack that the Pulumi CLI deploys", () => {
  it("is previewed first, in silence", async () => {
    const { stack, calls } = fakeStack(false);
    const told: EngineEvent[] = [];
    const changes = await new AutomationStack(stack, { previewsFirst: true }).up({
      onEvent: (event) => told.push(event),
    });
    expect(calls).to.deep.equal(["preview", "up"]);
    expect(told).to.have.length(1);
    expect(changes).to.deep.equal({ create: 1 });
  });

  it("is not touched when its preview fails, and its errors are told", async () => {
    const { stack, calls } = fakeStack(true);
    const told: EngineEvent[] = [];
    const up = new AutomationStack(stack, { previewsFirst: true }).up({ onEvent: (event) => told.push(event) });
    expect(await up.then(() => "made").catch(({ message }) => message)).to.equal("no");
    expect(calls).to.deep.equal(["preview"]);
    expect(told).to.deep.equal([error]);
  });

  it("is not touched when somebody ends the run while it is previewed", async () => {
    const { stack, calls } = fakeStack(false);
    const abort = new AbortController();
    const up = new AutomationStack(stack, { previewsFirst: true }).up({
      onEvent: () => undefined,
      signal: abort.signal,
    });
    abort.abort();
    expect(await up.then(() => "made").catch(({ name }) => name)).to.equal("AbortError");
    expect(calls).to.deep.equal(["preview"]);
  });

  it("forgets the program's configuration when it is repaired: the CLI refuses to destroy with a wrong one", async () => {
    const forgotten: string[] = [];
    const stack = {
      name: "s",
      workspace: { projectSettings: async () => ({ name: "orders", runtime: "nodejs" }) },
      cancel: async () => Promise.reject(new Error("nothing is under way")),
      getAllConfig: async () => ({ "orders:waitSeconds": { value: "x" }, "aws:region": { value: "eu-central-1" } }),
      removeAllConfig: async (keys: readonly string[]) => forgotten.push(...keys),
      exportStack: async () => ({ version: 3, deployment: {} }),
    };
    expect(await new AutomationStack(stack as unknown as PulumiStack, {}).repair()).to.deep.equal([]);
    expect(forgotten).to.deep.equal(["orders:waitSeconds"]);
  });

  it("is not previewed where the engine sees to it", async () => {
    const { stack, calls } = fakeStack(false);
    await new AutomationStack(stack, {}).up({ onEvent: () => undefined });
    expect(calls).to.deep.equal(["up"]);
  });
});
