import type { Json } from "../json.ts";

/** The stations of a state's data that TestState's inspection shows, by the names of its `inspectionData`. */
export type Station =
  | "afterInputPath"
  | "afterParameters"
  | "afterArguments"
  | "result"
  | "afterResultSelector"
  | "afterResultPath"
  | "afterItemsPath"
  | "afterItemSelector"
  | "afterItemBatcher"
  | "variables";

/** Watches one state run. */
export interface StateObserver {
  /** The value at a station, once it is known. */
  data(station: Station, value: Json): void;
  /** A retrier applies: the state would run again after the pause. */
  retry(index: number, delaySeconds: number): void;
  /** A catcher applies. */
  caught(index: number): void;
}
