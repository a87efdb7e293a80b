import type { CheckFailure } from "../handler.ts";

/**
 * The names of FIFO queues and topics end in `.fifo`, and no others do (SQSDG/fifo-queues, SNSDG/fifo-topic-code-examples;
 * hashicorp/terraform-provider-aws `resourceQueueCustomizeDiff`, `resourceTopicCustomizeDiff`).
 *
 * @param property what makes it FIFO: `fifoQueue` or `fifoTopic`.
 */
export function wrongFifoName(name: unknown, isFifo: boolean, property: string): readonly CheckFailure[] {
  if (typeof name !== "string" || name.endsWith(".fifo") === isFifo) return [];
  const reason = isFifo
    ? `must end in .fifo where ${property} is true: "${name}" does not`
    : `may end in .fifo only where ${property} is true: "${name}" does`;
  return [{ property: "name", reason }];
}
