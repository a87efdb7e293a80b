import type { PutEventsCommandInput, PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { busArn, busName, type EventBuses, type Rule } from "../buses.ts";
import { deliver } from "../delivery.ts";
import { validation } from "../errors.ts";
import { type BusEvent, sizeOfEntry, toEvent } from "../event.ts";
import { isForwarder, markForwarded } from "../forwarding.ts";

/** All entries of a request together may have this many bytes (1 MB since January 2026; 256 KB before). */
const LARGEST_REQUEST = 1_048_576;

/**
 * Puts events on buses. The request succeeds even when entries fail: each has an id or an error of its own. An event on
 * a bus that does not exist, or that no rule matches, has an id as well and vanishes; the log says so.
 */
export const putEvents: Operation<EventBuses, Wire<PutEventsCommandInput>, Wire<PutEventsCommandOutput>> = {
  name: "PutEvents",
  permissions: (input, buses) => {
    // Services put events of their own (`aws.…`) without anybody's permission; others are refused per entry.
    const own = (input.Entries ?? []).filter((entry) => !(entry.Source ?? "").startsWith("aws."));
    const names = new Set(own.map((entry) => busName(entry.EventBusName)));
    return [...names].map((name) => ({
      action: "events:PutEvents",
      resource: busArn(buses.scope, name),
      resourcePolicy: buses.find(name)?.policy,
    }));
  },
  run: (input, call, buses) => {
    const entries = input.Entries ?? [];
    if (entries.reduce((sum, entry) => sum + sizeOfEntry(entry), 0) > LARGEST_REQUEST) {
      throw validation("Total size of the entries in the request is over the limit.");
    }
    const { ids, clock } = buses.environment;
    const forwarded = isForwarder(call.caller);
    const results = entries.map((entry) => {
      const context = {
        id: ids.uuid(),
        now: clock.now(),
        scope: buses.scope,
        byService: forwarded || call.caller.kind === "service",
      };
      const event = toEvent(entry, context);
      if ("ErrorCode" in event) return { ...event };
      if (forwarded) markForwarded(event);
      dispatch(buses, busName(entry.EventBusName), event);
      return { EventId: event.id };
    });
    return {
      FailedEntryCount: results.filter((result) => "ErrorCode" in result).length,
      Entries: results,
    } as Wire<PutEventsCommandOutput>;
  },
};

/** Gives an event to every rule of the bus that matches, and says so when none does. */
function dispatch(buses: EventBuses, name: string, event: BusEvent): void {
  const { log } = buses.environment;
  const bus = buses.find(name);
  const what = `events: ${event.source} "${event["detail-type"]}" ${event.id}`;
  if (bus === undefined) {
    log.warn(
      `${what} was put on the bus ${name}, which does not exist: the event is gone (AWS answers success as well)`,
    );
    return;
  }
  const reasons: string[] = [];
  let matched = false;
  for (const rule of bus.rules.values()) {
    if (!rule.enabled) {
      reasons.push(`${rule.name}: disabled`);
      continue;
    }
    const result = rule.compiled.match(event as unknown as Parameters<typeof rule.compiled.match>[0]);
    if (!result.matched) {
      reasons.push(`${rule.name}: ${result.reason}`);
      continue;
    }
    matched = true;
    log.debug(`${what} matches rule ${rule.name} of bus ${name}`);
    if (rule.targets.size === 0) log.warn(`${what} matches rule ${rule.name}, which has no target`);
    for (const target of rule.targets.values()) {
      if (!runsAway(buses, event, rule, target.Arn)) deliver(buses.environment, event, rule, target);
    }
  }
  for (const reason of reasons) log.debug(`${what} does not match ${reason}`);
  if (!matched && !event.source.startsWith("aws.")) {
    log.warn(
      `${what} matches no rule of bus ${name}${reasons.length === 0 ? ", which has none" : `: ${reasons.join("; ")}`}`,
    );
  }
}

/** Whether a delivery is one too many of a rule that matches what its own target does. */
function runsAway(
  { chains, environment }: EventBuses,
  event: BusEvent,
  rule: Rule,
  target: string | undefined,
): boolean {
  if (target?.split(":")[2] !== "states") return false;
  const place = chains.add(event);
  if (place === "over") {
    environment.log.error(
      `events: rule ${rule.name} starts executions whose own events start more, without end: what is over 1000 in a minute is dropped; let its pattern leave out ${target} (detail.stateMachineArn) or a status (detail.status)`,
    );
  }
  return place !== "fits";
}
