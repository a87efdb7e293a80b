import type { Clock } from "../../clock/clock.ts";
import { TokenBucket } from "../throttle.ts";
import type { ApiKey, Quota, UsagePlan } from "./usage-plans.ts";

/** Whether a request goes through, and if not, which limit of its plan is used up. */
export type Outcome = "admitted" | "throttled" | "quota";

interface Count {
  readonly period: string;
  requests: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** Counts the requests of each key of each plan: every key has the plan's limits for itself. */
export class Meter {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { readonly plan: UsagePlan; readonly bucket: TokenBucket }>();
  readonly #counts = new Map<string, Count>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(plan: UsagePlan, { Id }: ApiKey): Outcome {
    const who = `${plan.Id} ${Id}`;
    if (!this.#takeToken(who, plan)) return "throttled";
    return plan.Quota === undefined || this.#count(who, plan.Quota) ? "admitted" : "quota";
  }

  /** A plan that is changed begins anew. */
  #takeToken(who: string, plan: UsagePlan): boolean {
    const { RateLimit: rate, BurstLimit: burst } = plan.Throttle ?? {};
    if (rate === undefined && burst === undefined) return true;
    let known = this.#buckets.get(who);
    if (known?.plan !== plan) {
      known = { plan, bucket: new TokenBucket(this.#clock, rate ?? burst ?? 0, burst ?? rate ?? 0) };
      this.#buckets.set(who, known);
    }
    return known.bucket.take();
  }

  #count(who: string, { Limit, Offset = 0, Period }: Quota): boolean {
    const period = periodOf(this.#clock.now(), Period);
    let count = this.#counts.get(who);
    if (count?.period !== period) {
      // The offset is what the first period has less.
      count = { period, requests: count === undefined ? Offset : 0 };
      this.#counts.set(who, count);
    }
    if (count.requests >= Limit) return false;
    count.requests++;
    return true;
  }
}

function periodOf(now: number, period: Quota["Period"]): string {
  switch (period) {
    case "DAY":
      return String(Math.floor(now / DAY));
    case "WEEK":
      return String(Math.floor(now / (7 * DAY)));
    case "MONTH":
      return new Date(now).toISOString().slice(0, 7);
    default: {
      const never: never = period;
      throw new Error(`unknown period ${String(never)}`);
    }
  }
}
