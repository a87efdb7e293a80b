import { assert } from "chai";
import fc from "fast-check";
import { Failure } from "../../../local/asl/failure.ts";
import { compileRetriers, matches, nextRetry } from "../../../local/asl/retry.ts";

const failure = new Failure("Busy", undefined);

describe("asl: Retry and Catch", () => {
  it("pauses IntervalSeconds × BackoffRate^n, never longer than MaxDelaySeconds", () => {
    const retrier = fc.record({
      IntervalSeconds: fc.integer({ min: 1, max: 1000 }),
      BackoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
      MaxDelaySeconds: fc.integer({ min: 1001, max: 100_000 }),
      MaxAttempts: fc.constant(20),
    });
    fc.assert(
      fc.property(retrier, fc.nat(19), (fields, used) => {
        const retriers = compileRetriers([{ ErrorEquals: ["Busy"], ...fields }]);
        const retry = nextRetry(retriers, failure, [used], () => assert.fail("no jitter was asked for"));
        const expected = Math.min(fields.IntervalSeconds * fields.BackoffRate ** used, fields.MaxDelaySeconds);
        assert.deepEqual(retry, { index: 0, delaySeconds: expected });
      }),
    );
  });

  it("with full jitter takes any part of that", () => {
    const retriers = compileRetriers([{ ErrorEquals: ["Busy"], IntervalSeconds: 8, JitterStrategy: "FULL" }]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        assert.equal(nextRetry(retriers, failure, [1], () => random)?.delaySeconds, 16 * random);
      }),
    );
  });

  it("defaults to three attempts, one second, doubled", () => {
    const retriers = compileRetriers([{ ErrorEquals: ["Busy"] }]);
    const delays = [0, 1, 2, 3].map((used) => nextRetry(retriers, failure, [used], Math.random)?.delaySeconds);
    assert.deepEqual(delays, [1, 2, 4, undefined]);
  });

  for (const [error, names] of [
    ["Custom", ["Custom", "States.ALL", "States.TaskFailed"]],
    ["States.TaskFailed", ["States.ALL", "States.TaskFailed"]],
    ["States.Permissions", ["States.ALL", "States.Permissions", "States.TaskFailed"]],
    ["States.Timeout", ["States.ALL", "States.Timeout"]],
    ["States.HeartbeatTimeout", ["States.ALL", "States.HeartbeatTimeout", "States.Timeout"]],
    ["States.QueryEvaluationError", ["States.ALL", "States.QueryEvaluationError", "States.TaskFailed"]],
    ["States.DataLimitExceeded", ["States.DataLimitExceeded"]],
    ["States.Runtime", []],
  ] as const) {
    it(`${error} is matched by ${names.join(", ") || "nothing"}`, () => {
      const all = [
        "Custom",
        "States.ALL",
        "States.DataLimitExceeded",
        "States.HeartbeatTimeout",
        "States.Permissions",
        "States.QueryEvaluationError",
        "States.Runtime",
        "States.TaskFailed",
        "States.Timeout",
      ];
      const matching = all.filter((name) => matches([name], new Failure(error, undefined)));
      assert.deepEqual(matching, [...names]);
    });
  }

  it("matches a failed branch by States.BranchFailed as well as by its own name", () => {
    const branch = new Failure("Own", "cause", "States.BranchFailed");
    assert.isTrue(matches(["States.BranchFailed"], branch));
    assert.isTrue(matches(["Own"], branch));
    assert.isFalse(matches(["Other"], branch));
  });
});
