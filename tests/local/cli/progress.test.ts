import { expect } from "chai";
import { createProgress } from "../../../local/cli/progress.ts";
import type { EngineEvent, StepOperation } from "../../../local/engine/events.ts";

const URN = "urn:pulumi:local::shop::aws:sqs/queue:Queue::orders";

function shown(isTTY: boolean, events: readonly EngineEvent[]): string {
  let text = "";
  const progress = createProgress({
    isTTY,
    columns: 40,
    write: (more) => {
      text += more;
    },
  });
  for (const event of events) progress.onEvent(event);
  progress.end();
  return text;
}

function step(operation: StepOperation): EngineEvent[] {
  const step = { operation, urn: URN, type: "aws:sqs/queue:Queue", name: "orders", custom: true };
  return [
    { kind: "step-started", step },
    { kind: "step-finished", step, milliseconds: 12 },
  ];
}

describe("Progress", () => {
  it("is a line per resource that was touched, in a pipe", () => {
    expect(shown(false, step("create"))).to.equal("aws:sqs/queue:Queue orders created (0.01s)\n");
    expect(shown(false, step("delete"))).to.equal("aws:sqs/queue:Queue orders deleted (0.01s)\n");
  });

  it("says nothing of resources that were only looked at", () => {
    for (const operation of ["same", "refresh", "create-replacement"] as const) {
      expect(shown(false, step(operation))).to.equal("");
    }
  });

  it("is one line that is written over, and gone in the end, on a terminal", () => {
    const text = shown(true, step("create"));
    expect(text).to.include("deploying: 0 resources ready, at work");
    expect(text).to.not.include("\n");
    expect(text.endsWith("\r\u001b[2K")).to.equal(true);
    for (const line of text.split("\r\u001b[2K")) expect(line.length).to.be.below(40);
  });

  it("names the resource on each line of its problem", () => {
    const problem = { kind: "diagnostic", severity: "error", message: "name: too long\ntags: none", urn: URN } as const;
    for (const isTTY of [true, false]) {
      expect(shown(isTTY, [problem])).to.include(
        "error: aws:sqs/queue:Queue orders: name: too long\nerror: aws:sqs/queue:Queue orders: tags: none\n",
      );
    }
  });
});
