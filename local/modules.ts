import type { Router } from "./aws/router.ts";
import { createDynamodb } from "./dynamodb/module.ts";
import { createEdge } from "./edge/module.ts";
import { createEvents } from "./events/module.ts";
import { createGateway } from "./gateway/module.ts";
import { createIam } from "./iam/module.ts";
import { createLambda } from "./lambda/module.ts";
import { createLogs } from "./logs/module.ts";
import type { CreateModule, Environment, Module } from "./module.ts";
import { createMonitoring } from "./monitoring/module.ts";
import { createSns } from "./sns/module.ts";
import { createSqs } from "./sqs/module.ts";
import { createStates } from "./stepfunctions/module.ts";
import { createTagging } from "./tagging/module.ts";

/** The parts of the runtime besides IAM, which judges the calls of all others and comes first. */
const MODULES: readonly CreateModule[] = [
  createLogs,
  createDynamodb,
  createSqs,
  createSns,
  createEvents,
  createLambda,
  createStates,
  createGateway,
  createEdge,
  createMonitoring,
  createTagging,
];

/**
 * Makes every part of the runtime and registers its services; nothing is served before the last of them is there.
 *
 * @returns the parts in the order in which they were made.
 */
export function createModules(environment: Environment, router: Router): readonly Module[] {
  const iam = createIam(environment);
  router.guardWith(iam.guard);
  const modules = [iam, ...MODULES.map((create) => create(environment))];
  for (const module of modules) {
    for (const service of module.services) router.register(service);
  }
  return modules;
}
