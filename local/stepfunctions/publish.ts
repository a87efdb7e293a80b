import { serviceQuotaExceeded } from "./errors.ts";
import type { StateMachine, Version } from "./state-machine.ts";

/** Versions per state machine (developer guide, "Quotas"). */
const MOST_VERSIONS = 1000;

/**
 * Publishes the current revision. Publishing a revision again answers the version it has, with the description it has
 * (API reference, PublishStateMachineVersion: the description is no part of the idempotency check).
 *
 * @throws AwsError ServiceQuotaExceededException.
 */
export function publish(machine: StateMachine, description: string | undefined, now: number): Version {
  for (const version of machine.versions.values()) {
    if (version.revision === machine.revision) return version;
  }
  if (machine.versions.size >= MOST_VERSIONS) {
    throw serviceQuotaExceeded(`The maximum number of versions of ${machine.arn} has been reached.`);
  }
  const number = machine.nextVersion++;
  const version: Version = {
    number,
    arn: `${machine.arn}:${number}`,
    revision: machine.revision,
    description,
    creationDate: now,
  };
  machine.versions.set(number, version);
  return version;
}
