import type { Json } from "../../json.ts";
import { parseTimestamp } from "../timestamps.ts";

/** The operators that ask about a value's type; `IsPresent` asks about the path and is not among them. */
export const typeTests: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ["IsNull", (value: Json) => value === null],
  ["IsNumeric", (value: Json) => typeof value === "number"],
  ["IsString", (value: Json) => typeof value === "string"],
  ["IsBoolean", (value: Json) => typeof value === "boolean"],
  ["IsTimestamp", (value: Json) => typeof value === "string" && parseTimestamp(value) !== undefined],
]);
