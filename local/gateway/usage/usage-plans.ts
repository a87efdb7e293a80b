import { ALPHANUMERIC, LOWER_ALPHANUMERIC } from "../../ids.ts";
import type { Json } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Collection } from "../../storage.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { Meter, type Outcome } from "./meter.ts";

/** An API key, in the words of API Gateway v1. */
export interface ApiKey {
  readonly Id: string;
  readonly Value: string;
  readonly Name?: string;
  readonly Description?: string;
  readonly CustomerId?: string;
  readonly Enabled: boolean;
  /** Epoch seconds. */
  readonly CreatedDate: number;
  readonly LastUpdatedDate: number;
  readonly StageKeys: readonly string[];
  readonly Tags: Readonly<Record<string, string>>;
}

export interface Throttle {
  readonly BurstLimit?: number;
  readonly RateLimit?: number;
}

export interface Quota {
  readonly Limit: number;
  readonly Offset?: number;
  readonly Period: "DAY" | "WEEK" | "MONTH";
}

export interface PlanStage {
  readonly ApiId: string;
  readonly Stage: string;
}

/** A usage plan: which stages its keys open, how fast and how often. */
export interface UsagePlan {
  readonly Id: string;
  readonly Name: string;
  readonly Description?: string;
  readonly ApiStages: readonly PlanStage[];
  readonly Throttle?: Throttle;
  readonly Quota?: Quota;
  readonly Tags: Readonly<Record<string, string>>;
}

interface KeptPlan {
  readonly plan: UsagePlan;
  readonly keyIds: readonly string[];
}

const KEY_ID_LENGTH = 10;
const PLAN_ID_LENGTH = 6;
const VALUE_LENGTH = 40;

/** The API keys and usage plans of the account and region, which v1 of the API manages for WebSocket APIs, too. */
export class UsagePlans {
  readonly environment: Environment;
  readonly #kept: { readonly keys: Collection; readonly plans: Collection };
  readonly #keys = new Map<string, ApiKey>();
  readonly #plans = new Map<string, KeptPlan>();
  readonly #meter: Meter;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#meter = new Meter(environment.clock);
    const { storage } = environment;
    this.#kept = {
      keys: storage.collection("apigateway-keys"),
      plans: storage.collection("apigateway-usage-plans"),
    };
    for (const [id, kept] of this.#kept.keys.entries()) this.#keys.set(id, kept as unknown as ApiKey);
    for (const [id, kept] of this.#kept.plans.entries()) this.#plans.set(id, kept as unknown as KeptPlan);
  }

  /** @throws AwsError `NotFoundException`. */
  key(id: string | undefined): ApiKey {
    const found = this.#keys.get(id ?? "");
    if (found === undefined) throw notFound("Invalid API Key identifier specified");
    return found;
  }

  keys(): ApiKey[] {
    return [...this.#keys.values()];
  }

  putKey(key: ApiKey): ApiKey {
    this.#keys.set(key.Id, key);
    this.#kept.keys.put(key.Id, key as unknown as Json);
    return key;
  }

  removeKey(id: string | undefined): void {
    const { Id } = this.key(id);
    this.#keys.delete(Id);
    this.#kept.keys.delete(Id);
    for (const { plan, keyIds } of this.#plans.values()) {
      if (keyIds.includes(Id))
        this.#put(
          plan,
          keyIds.filter((other) => other !== Id),
        );
    }
  }

  /** @throws AwsError `NotFoundException`. */
  plan(id: string | undefined): UsagePlan {
    return this.#keptPlan(id).plan;
  }

  plans(): UsagePlan[] {
    return [...this.#plans.values()].map(({ plan }) => plan);
  }

  putPlan(plan: UsagePlan): UsagePlan {
    this.#put(plan, this.#plans.get(plan.Id)?.keyIds ?? []);
    return plan;
  }

  /** @throws AwsError for a plan that has stages: they have to go first (answers quoted in public runbooks; the reference is silent). */
  removePlan(id: string | undefined): void {
    const { Id, ApiStages } = this.plan(id);
    if (ApiStages.length > 0) {
      throw badRequest(`Cannot delete Usage Plan ${Id} because there are API Stages associated with it`);
    }
    this.#plans.delete(Id);
    this.#kept.plans.delete(Id);
  }

  /** The keys of a plan. */
  keysOf(id: string | undefined): ApiKey[] {
    return this.#keptPlan(id).keyIds.map((keyId) => this.key(keyId));
  }

  /**
   * Puts a key into a plan, or takes it out.
   *
   * @throws AwsError for a key that has a plan of one of the stages (DG/api-gateway-api-usage-plans; the text is ours).
   */
  setMember(planId: string | undefined, keyId: string, belongs: boolean): void {
    const { plan, keyIds } = this.#keptPlan(planId);
    const taken = belongs ? this.#otherPlan(plan, keyId) : undefined;
    if (taken !== undefined) {
      const { ApiId, Stage } = taken;
      throw conflict(`API Key ${keyId} is in another usage plan of the API Stage ${ApiId}:${Stage}`);
    }
    const others = keyIds.filter((other) => other !== keyId);
    this.#put(plan, belongs ? [...others, keyId] : others);
  }

  newKeyId(): string {
    return this.environment.ids.text(KEY_ID_LENGTH, LOWER_ALPHANUMERIC);
  }

  newPlanId(): string {
    return this.environment.ids.text(PLAN_ID_LENGTH, LOWER_ALPHANUMERIC);
  }

  newValue(): string {
    return this.environment.ids.text(VALUE_LENGTH, ALPHANUMERIC);
  }

  /** Epoch seconds. */
  now(): number {
    return Math.floor(this.environment.clock.now() / 1000);
  }

  /** Judges a request for a stage by the key it brought: the key, or why it may not pass. */
  admit(value: string, stage: PlanStage): ApiKey | Exclude<Outcome, "admitted"> | "unknown" {
    const key = this.keys().find((one) => one.Value === value);
    if (key === undefined || !key.Enabled) return "unknown";
    const plan = [...this.#plans.values()].find(
      (one) =>
        one.keyIds.includes(key.Id) &&
        one.plan.ApiStages.some(({ ApiId, Stage }) => ApiId === stage.ApiId && Stage === stage.Stage),
    );
    if (plan === undefined) return "unknown";
    const outcome = this.#meter.take(plan.plan, key);
    return outcome === "admitted" ? key : outcome;
  }

  #keptPlan(id: string | undefined): KeptPlan {
    const found = this.#plans.get(id ?? "");
    if (found === undefined) throw notFound("Invalid Usage Plan ID specified");
    return found;
  }

  /** A stage of a plan for which a key has another plan. */
  #otherPlan({ Id, ApiStages }: UsagePlan, keyId: string): PlanStage | undefined {
    const others = [...this.#plans.values()].filter(({ plan, keyIds }) => plan.Id !== Id && keyIds.includes(keyId));
    const stages = others.flatMap(({ plan }) => plan.ApiStages);
    return ApiStages.find(({ ApiId, Stage }) => stages.some((one) => one.ApiId === ApiId && one.Stage === Stage));
  }

  #put(plan: UsagePlan, keyIds: readonly string[]): void {
    const kept = { plan, keyIds };
    this.#plans.set(plan.Id, kept);
    this.#kept.plans.put(plan.Id, kept as unknown as Json);
  }
}

const PERIODS: readonly Quota["Period"][] = ["DAY", "WEEK", "MONTH"];
/** The greatest offset of each period. */
const LAST_OFFSET: Readonly<Record<Quota["Period"], number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** @throws AwsError when a plan's quota cannot be, in the words that deployments got (badmintoncryer/cdk-preflight). */
export function checkQuota(quota: Partial<Quota> | undefined): void {
  if (quota === undefined) return;
  const { Limit: limit = 0, Offset: offset = 0, Period: period } = quota;
  if (period === undefined || !PERIODS.includes(period)) {
    throw badRequest("Invalid Usage Plan quota period specified. Must be one of [DAY, WEEK, MONTH]");
  }
  if (!(limit >= 1)) throw badRequest("Usage Plan quota limit must be a non-negative numeric");
  const last = LAST_OFFSET[period];
  if (!(offset >= 0 && offset <= last)) {
    throw badRequest(`Usage Plan quota offset must be between 0 and ${last} inclusive in the ${period} period`);
  }
}

/** @throws AwsError when a key's value is too short. */
export function checkKeyValue(value: string): void {
  if (value.length < 20) throw badRequest("API Key value should be at least 20 characters");
}
