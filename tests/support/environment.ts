import { createRouter, type Guard, type Router } from "../../local/aws/router.ts";
import { type VirtualClock, virtualClock } from "../../local/clock/virtual-clock.ts";
import { type Ids, seededIds } from "../../local/ids.ts";
import type { Log } from "../../local/log.ts";
import type { CreateModule, Environment, Module } from "../../local/module.ts";
import { memoryStorage, type Storage } from "../../local/storage.ts";

/** A runtime of some modules only, on a virtual clock, that lets everybody do everything. */
export interface TestEnvironment extends Environment {
  readonly clock: VirtualClock;
  readonly aws: Router;
  readonly lines: readonly string[];
  use(create: CreateModule): Module;
}

/** Allows everything: for tests of what a service does, not of who may ask. */
const PERMISSIVE: Guard = {
  authorize: () => ({ allowed: true }),
  assumeRole: ({ roleArn, sessionName }) => ({ kind: "role", roleArn, sessionName }),
  issueCredentials: () => ({ accessKeyId: "ASIATEST", secretAccessKey: "secret", sessionToken: "token" }),
  resolveCredentials: () => undefined,
};

/** Makes an environment; the log's lines are kept for assertions. */
export function testEnvironment(options: { storage?: Storage; guard?: Guard; ids?: Ids } = {}): TestEnvironment {
  const lines: string[] = [];
  const keep = (level: string) => (message: string) => {
    lines.push(`${level} ${message}`);
  };
  const log: Log = { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
  const scope = { partition: "aws", region: "us-east-1", account: "000000000000" };
  const clock = virtualClock();
  const ids = options.ids ?? seededIds();
  const aws = createRouter({ scope, clock, ids, log });
  aws.guardWith(options.guard ?? PERMISSIVE);
  const environment: TestEnvironment = {
    clock,
    ids,
    log,
    scope,
    storage: options.storage ?? memoryStorage(),
    aws,
    endpointUrl: "http://localhost:4900",
    lines,
    use: (create) => {
      const module = create(environment);
      for (const service of module.services) aws.register(service);
      return module;
    },
  };
  return environment;
}
