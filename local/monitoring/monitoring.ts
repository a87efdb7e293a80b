import type { Scope } from "../aws/caller.ts";
import type { Json } from "../json.ts";
import type { Log } from "../log.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";
import type { Alarm, Dashboard, Tags } from "./alarm.ts";

/** The alarms and dashboards of the account: kept and shown, never evaluated. */
export class Monitoring {
  readonly scope: Scope;
  readonly log: Log;
  readonly #now: () => number;
  readonly #alarms = new Map<string, Alarm>();
  readonly #dashboards = new Map<string, Dashboard>();
  readonly #tags = new Map<string, Tags>();
  readonly #storedAlarms: Collection;
  readonly #storedDashboards: Collection;
  readonly #storedTags: Collection;
  #toldOfSilence = false;

  constructor({ scope, log, clock, storage }: Pick<Environment, "scope" | "log" | "clock" | "storage">) {
    this.scope = scope;
    this.log = log;
    this.#now = () => clock.now();
    this.#storedAlarms = storage.collection("monitoring-alarms");
    this.#storedDashboards = storage.collection("monitoring-dashboards");
    this.#storedTags = storage.collection("monitoring-tags");
    for (const [name, alarm] of this.#storedAlarms.entries()) this.#alarms.set(name, alarm as unknown as Alarm);
    for (const [name, board] of this.#storedDashboards.entries()) {
      this.#dashboards.set(name, board as unknown as Dashboard);
    }
    for (const [arn, tags] of this.#storedTags.entries()) this.#tags.set(arn, tags as Tags);
  }

  /** Says once that alarms stay silent: a program that has one often has twenty. */
  tellOfSilence(first: string): void {
    if (this.#toldOfSilence) return;
    this.#toldOfSilence = true;
    this.log.info(`Alarms, ${first} first, are kept but not evaluated: the local runtime measures no metrics.`);
  }

  now(): number {
    return this.#now();
  }

  alarmArn(name: string): string {
    const { partition, region, account } = this.scope;
    return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
  }

  /** Dashboards belong to the account, not to a region. */
  dashboardArn(name: string): string {
    const { partition, account } = this.scope;
    return `arn:${partition}:cloudwatch::${account}:dashboard/${name}`;
  }

  alarms(): readonly Alarm[] {
    return [...this.#alarms.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  alarm(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  putAlarm(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
    this.#storedAlarms.put(alarm.name, alarm as unknown as Json);
  }

  deleteAlarm(name: string): void {
    this.#alarms.delete(name);
    this.#storedAlarms.delete(name);
    this.setTags(this.alarmArn(name), {});
  }

  dashboards(): readonly Dashboard[] {
    return [...this.#dashboards.values()];
  }

  dashboard(name: string): Dashboard | undefined {
    return this.#dashboards.get(name);
  }

  putDashboard(dashboard: Dashboard): void {
    this.#dashboards.set(dashboard.name, dashboard);
    this.#storedDashboards.put(dashboard.name, dashboard as unknown as Json);
  }

  deleteDashboard(name: string): void {
    this.#dashboards.delete(name);
    this.#storedDashboards.delete(name);
  }

  tags(arn: string): Tags {
    return this.#tags.get(arn) ?? {};
  }

  setTags(arn: string, tags: Tags): void {
    if (Object.keys(tags).length === 0) {
      this.#tags.delete(arn);
      this.#storedTags.delete(arn);
      return;
    }
    this.#tags.set(arn, tags);
    this.#storedTags.put(arn, tags);
  }

  *tagged(): Generator<{ readonly arn: string; readonly tags: Tags }> {
    for (const [arn, tags] of this.#tags) yield { arn, tags };
  }
}
