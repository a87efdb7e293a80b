import type { MockIntegration } from "../integration.ts";
import type { Template } from "../templates.ts";

/**
 * Answers without calling anything.
 *
 * @example
 * ```ts
 * reply({ type: "pong" })
 * ```
 */
export function reply(template: Template): MockIntegration {
  return { kind: "mock", reply: template };
}
