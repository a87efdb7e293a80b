import type { StoredEvent } from "./entities.ts";

/** An event's id: 56 digits that sort as the events do. */
export function eventId({ timestamp, batch, index }: Pick<StoredEvent, "timestamp" | "batch" | "index">): string {
  return `3${digits(timestamp, 13)}${digits(batch, 22)}${digits(index, 20)}`;
}

function digits(value: number, length: number): string {
  return String(Math.max(0, Math.floor(value))).padStart(length, "0");
}
