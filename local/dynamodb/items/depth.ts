import { validation } from "../errors.ts";
import type { Item } from "../table.ts";
import type { Value } from "./paths.ts";

/** How many levels a document may have, the value at its bottom included (DDG/Constraints). */
const MOST_LEVELS = 32;

/** @throws AwsError `ValidationException` when an attribute is nested too deeply (nubo-db/dynoxide#110). */
export function checkDepth(item: Item): void {
  for (const name of Object.keys(item)) {
    if (isDeeper(item[name] as Value, MOST_LEVELS)) {
      throw validation(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
      );
    }
  }
}

function isDeeper(value: Value, levels: number): boolean {
  if (levels === 0) return true;
  if (value.L !== undefined) return value.L.some((one) => isDeeper(one, levels - 1));
  const { M: map } = value;
  return map !== undefined && Object.keys(map).some((name) => isDeeper(map[name] as Value, levels - 1));
}
