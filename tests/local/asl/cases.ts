import { readFileSync } from "node:fs";

/** The cases of one file of `tests/cases/asl`, for one loop to run. */
export function casesOf<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../cases/asl/${file}`, import.meta.url), "utf8")) as T;
}
