import type { Json } from "../json.ts";
import type { Path } from "./json-path.ts";

/** Puts a result where `ResultPath` says. */
export function placeResult(path: Path, input: Json, result: Json): Json {
  return path.text === "$" ? result : input;
}
