import type { CreateEventBusRequest, RetryPolicy, Target } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../aws/caller.ts";
import type { Json, Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { Chains } from "./chains.ts";
import { noSuchBus } from "./errors.ts";
import { compilePattern, type EventPattern } from "./pattern/pattern.ts";

/** How often and how long a delivery is tried unless the target says otherwise (EBUG/eb-rule-retry-policy). */
export const DEFAULT_RETRY: Required<Wire<RetryPolicy>> = {
  MaximumRetryAttempts: 185,
  MaximumEventAgeInSeconds: 86_400,
};

/**
 * What a bus is made with, as CreateEventBus names it. The key, the queue for what cannot be encrypted and the level of logs that
 * somebody has delivered are kept and shown: nothing here is encrypted, and there are no deliveries of vended logs.
 */
export type BusSettings = Wire<
  Pick<CreateEventBusRequest, "Description" | "KmsKeyIdentifier" | "DeadLetterConfig" | "LogConfig">
>;

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  updatedAt: number;
  settings: BusSettings;
  policy?: string | undefined;
  tags: Readonly<Record<string, string>>;
  readonly rules: Map<string, Rule>;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  description: string | undefined;
  eventPattern: string;
  compiled: EventPattern;
  enabled: boolean;
  roleArn: string | undefined;
  tags: Readonly<Record<string, string>>;
  readonly targets: Map<string, Wire<Target>>;
}

/** A rule's own properties, as PutRule replaces them. */
export interface RuleProperties {
  readonly eventPattern: string;
  readonly description: string | undefined;
  readonly enabled: boolean;
  readonly roleArn: string | undefined;
}

interface KeptBus {
  readonly bus: Omit<Bus, "rules">;
  readonly rules: readonly (Omit<Rule, "compiled" | "targets"> & { readonly targets: readonly Wire<Target>[] })[];
}

/** The service's state: the buses with their rules and targets. */
export class EventBuses {
  readonly environment: Environment;
  readonly chains: Chains;
  readonly #buses = new Map<string, Bus>();
  readonly #kept: ReturnType<Environment["storage"]["collection"]>;

  constructor(environment: Environment) {
    this.environment = environment;
    this.chains = new Chains(environment.clock);
    this.#kept = environment.storage.collection("event-buses");
    for (const [, value] of this.#kept.entries()) this.#restore(value as unknown as KeptBus);
    if (!this.#buses.has("default")) this.create("default", {}, {});
  }

  get scope(): Scope {
    return this.environment.scope;
  }

  all(): readonly Bus[] {
    return [...this.#buses.values()];
  }

  /** A bus by name or ARN; the default one when neither is given. */
  find(nameOrArn: string | undefined): Bus | undefined {
    return this.#buses.get(busName(nameOrArn));
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(nameOrArn: string | undefined): Bus {
    const bus = this.find(nameOrArn);
    if (bus === undefined) throw noSuchBus(busName(nameOrArn));
    return bus;
  }

  create(name: string, settings: BusSettings, tags: Readonly<Record<string, string>>): Bus {
    const createdAt = this.environment.clock.now();
    const arn = busArn(this.scope, name);
    const bus: Bus = { name, arn, createdAt, updatedAt: createdAt, settings, tags, rules: new Map() };
    this.#buses.set(name, bus);
    this.keep(bus);
    return bus;
  }

  delete(bus: Bus): void {
    this.#buses.delete(bus.name);
    this.#kept.delete(bus.name);
  }

  /** Makes a rule or replaces its properties; its targets and tags stay. */
  putRule(bus: Bus, name: string, properties: RuleProperties, tags: Readonly<Record<string, string>>): Rule {
    const compiled = compilePattern(properties.eventPattern);
    const existing = bus.rules.get(name);
    const rule: Rule = {
      name,
      arn: ruleArn(this.scope, bus.name, name),
      busName: bus.name,
      ...properties,
      compiled,
      tags: existing?.tags ?? tags,
      targets: existing?.targets ?? new Map(),
    };
    bus.rules.set(name, rule);
    this.keep(bus);
    return rule;
  }

  /** Writes a bus with everything on it. */
  keep(bus: Bus): void {
    const { rules, ...own } = bus;
    const kept = {
      bus: own,
      rules: [...rules.values()].map(({ compiled: _compiled, targets, ...rule }) => ({
        ...rule,
        targets: [...targets.values()],
      })),
    };
    this.#kept.put(bus.name, kept as unknown as Json);
  }

  /** The bus or rule with that ARN, for tags. */
  tagged(arn: string): { owner: Bus | Rule; bus: Bus } | undefined {
    for (const bus of this.#buses.values()) {
      if (bus.arn === arn) return { owner: bus, bus };
      for (const rule of bus.rules.values()) if (rule.arn === arn) return { owner: rule, bus };
    }
    return undefined;
  }

  #restore({ bus, rules }: KeptBus): void {
    const restored: Bus = { ...bus, rules: new Map() };
    for (const { targets, ...rule } of rules) {
      restored.rules.set(rule.name, {
        ...rule,
        compiled: compilePattern(rule.eventPattern),
        targets: new Map(targets.map((target) => [target.Id ?? "", target])),
      });
    }
    this.#buses.set(bus.name, restored);
  }
}

/** The settings in a request. */
export function settingsOf({ Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig }: BusSettings): BusSettings {
  return {
    ...(Description === undefined ? {} : { Description }),
    ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
    ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
    ...(LogConfig === undefined ? {} : { LogConfig }),
  };
}

/** The name in a bus's name or ARN. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn === undefined ? "default" : nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

/** The ARN of a bus of that name, whether it exists or not. */
export function busArn({ partition, region, account }: Scope, name: string): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/${name}`;
}

/** A rule's ARN: on a custom bus the bus is part of it, which conditions on `aws:SourceArn` must say. */
export function ruleArn({ partition, region, account }: Scope, bus: string, rule: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${bus === "default" ? "" : `${bus}/`}${rule}`;
}
