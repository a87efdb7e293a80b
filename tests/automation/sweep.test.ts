import { expect } from "chai";
import { dollars, idleCostPerDay, typesOfArns } from "../../automation/idle-cost.ts";
import { lifetimeTags } from "../../automation/lifetime.ts";
import type { StackSummary } from "../../automation/stack.ts";
import { planSweep } from "../../automation/sweep.ts";
import { table } from "../../automation/table.ts";
import type { TaggedResource } from "../../automation/tagged-resources.ts";

const NOW = new Date("2026-11-21T12:00:00Z");

function stack(name: string, expires: string | undefined, more: Partial<StackSummary> = {}): StackSummary {
  const lifetime = { owner: "ada", commit: "c", branch: "b", created: new Date("2026-11-20T12:00:00Z") };
  const tags = expires === undefined ? {} : lifetimeTags({ ...lifetime, expires: new Date(expires) });
  return { name, tags, resourceCount: 5, lastUpdate: undefined, busy: false, ...more };
}

describe("a sweep", () => {
  it("takes what is past its expiry and leaves what is not", () => {
    const old = stack("pr-1-aaaaaaa", "2026-11-21T11:59:59Z");
    const young = stack("pr-2-bbbbbbb", "2026-11-21T12:00:01Z");
    const plan = planSweep([old, young], new Map(), NOW);
    expect(plan.expired.map(({ stack: { name } }) => name)).to.deep.equal([old.name]);
    expect(plan.living.map(({ stack: { name } }) => name)).to.deep.equal([young.name]);
  });

  it("takes an expired stack whatever it is called, since its tags say so", () => {
    expect(planSweep([stack("mine", "2026-11-21T11:00:00Z")], new Map(), NOW).expired).to.have.length(1);
  });

  it("leaves stacks alone that are not ephemeral", () => {
    const plan = planSweep(
      [stack("production", undefined), stack("dev", undefined, { resourceCount: 0 })],
      new Map(),
      NOW,
    );
    expect([plan.expired, plan.empty, plan.unowned, plan.living]).to.deep.equal([[], [], [], []]);
  });

  it("takes empty stacks whose run died before it could tag them, unless somebody is at work on them", () => {
    const plan = planSweep(
      [
        stack("pr-1-aaaaaaa", undefined, { resourceCount: undefined }),
        stack("test-main-bbbbbbb", undefined, { resourceCount: 0, busy: true }),
      ],
      new Map(),
      NOW,
    );
    expect(plan.empty.map(({ name }) => name)).to.deep.equal(["pr-1-aaaaaaa"]);
  });

  it("leaves alone, and tells, what cannot be read: it may be somebody's", () => {
    const plan = planSweep(
      [stack("pr-1-aaaaaaa", undefined, { resourceCount: 0, trouble: "no access" })],
      new Map(),
      NOW,
    );
    expect(plan.unreadable.map(({ trouble }) => trouble)).to.deep.equal(["no access"]);
    expect([plan.empty, plan.unowned, plan.expired]).to.deep.equal([[], [], []]);
  });

  it("only tells of untagged ones with resources", () => {
    const plan = planSweep([stack("br-x-aaaaaaa", undefined)], new Map(), NOW);
    expect(plan.unowned.map(({ name }) => name)).to.deep.equal(["br-x-aaaaaaa"]);
    expect(plan.empty).to.deep.equal([]);
  });

  it("finds resources whose stack is not there", () => {
    const tag = (arn: string): TaggedResource => ({ arn, owner: "ada", created: NOW });
    const lost = [tag("arn:2"), tag("arn:3")];
    const tagged = new Map([
      ["pr-1-aaaaaaa", [tag("arn:1")]],
      ["pr-9-zzzzzzz", lost],
    ]);
    const plan = planSweep([stack("pr-1-aaaaaaa", "2026-11-22T12:00:00Z")], tagged, NOW);
    expect([...plan.orphans]).to.deep.equal([["pr-9-zzzzzzz", lost]]);
  });
});

describe("what a stack costs without use", () => {
  it("is what its alarms, dashboards and polled queues cost", () => {
    const types = ["aws:dynamodb/table:Table", "aws:cloudwatch/dashboard:Dashboard"];
    expect(idleCostPerDay(types)).to.be.closeTo(0.1, 1e-9);
    expect(idleCostPerDay(["aws:sfn/stateMachine:StateMachine"])).to.equal(0);
  });

  it("is told by ARNs alone where the stack is lost", () => {
    const types = typesOfArns([
      "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:payments-dead-letters-1a2b3c4",
      "arn:aws:cloudwatch::111122223333:dashboard/orders",
      "arn:aws:lambda:eu-central-1:111122223333:event-source-mapping:a1b2",
      "arn:aws:lambda:eu-central-1:111122223333:function:echo-1a2b3c4",
    ]);
    expect(types).to.deep.equal([
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:cloudwatch/dashboard:Dashboard",
      "aws:lambda/eventSourceMapping:EventSourceMapping",
    ]);
    expect(types.every((type) => idleCostPerDay([type]) > 0)).to.equal(true);
  });

  it("is never rounded to nothing", () => {
    expect([0, 0.001, 0.1].map(dollars)).to.deep.equal(["$0.00", "<$0.01", "$0.10"]);
  });
});

describe("a table", () => {
  it("is aligned, without blanks at the ends of lines", () => {
    expect(
      table([
        ["A", "LONG"],
        ["bbb", "c"],
      ]),
    ).to.equal("A    LONG\nbbb  c\n");
  });
});
