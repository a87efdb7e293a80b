import type { Json } from "../json.ts";
import { JavaList, toText, type Value } from "../vtl/values.ts";

/**
 * A number that is written as a fraction and has none, such as `1.0` or `1e2`. The validator that API Gateway uses takes
 * it for a `number` and never for an `integer`; JavaScript cannot tell the two apart.
 */
export class WholeFloat extends Number {
  readonly text: string;

  constructor(value: number) {
    super(value);
    this.text = toText(value);
  }

  override toString(): string {
    return this.text;
  }
}

/** Whether a text may hold such a number: most frames do not, and need no second look. */
export function mayHoldWholeFloats(text: string): boolean {
  return /\d(?:\.\d|[eE])/.test(text);
}

/**
 * A frame as JSON, with a {@link WholeFloat} for each of those numbers; undefined when there is none. They stand where
 * JSON has numbers, and are gone when somebody writes the value as text.
 */
export function withWholeFloats(document: Value): Json | undefined {
  const marker = new Marker();
  const marked = marker.mark(document);
  return marker.found ? (marked as Json) : undefined;
}

class Marker {
  found = false;

  mark(value: Value): unknown {
    if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, item]) => [key, this.mark(item)]));
    if (value instanceof JavaList) return value.items.map((item) => this.mark(item));
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "number") return typeof value === "object" && value !== null ? Number(toText(value)) : value;
    if (!Number.isInteger(value)) return value;
    this.found = true;
    return new WholeFloat(value);
  }
}
