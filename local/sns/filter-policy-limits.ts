import { isObject, type Json, type JsonObject } from "../json.ts";

/** How many keys with values a policy may have, and how many combinations (SNSDG/subscription-filter-policy-constraints). */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/**
 * Why a policy that is JSON is more than SNS takes, in its words; undefined when it is not.
 *
 * @param nesting whether the policy may be nested: one on message attributes may not.
 */
export function filterPolicyExcess(policy: JsonObject, nesting: boolean): string | undefined {
  if (leaves(policy) > MOST_KEYS) return `FilterPolicy: Filter policy can not have more than ${MOST_KEYS} keys`;
  if (combinations(policy, 1, 1) > MOST_COMBINATIONS) return "FilterPolicy: Filter policy is too complex";
  if (!nesting && alternatives(policy).some((level) => Object.values(level).some(isObject))) {
    return "Filter policy scope MessageAttributes does not support nested filter policy";
  }
  return undefined;
}

/** The levels that lie beside each other: the policy itself and what its `$or` lists. */
function alternatives(policy: JsonObject): readonly JsonObject[] {
  const inside = listOf(policy["$or"]).filter(isObject).flatMap(alternatives);
  return [policy, ...inside];
}

function leaves(policy: JsonObject): number {
  let count = 0;
  for (const [name, value] of Object.entries(policy)) {
    if (name === "$or") for (const level of listOf(value).filter(isObject)) count += leaves(level);
    else if (isObject(value)) count += leaves(value);
    else if (Array.isArray(value)) count++;
  }
  return count;
}

/** Each list multiplies by its length and by how deep it lies; what `$or` lists is added. */
function combinations(policy: JsonObject, depth: number, before: number): number {
  let total = before;
  for (const [name, value] of Object.entries(policy)) {
    if (isObject(value)) total = combinations(value, depth + 1, total);
    else if (name === "$or") {
      const so = total;
      const levels = listOf(value).filter(isObject);
      if (levels.length > 0) total = levels.reduce((sum, level) => sum + combinations(level, depth, so), 0);
    } else if (Array.isArray(value)) total *= value.length * depth;
  }
  return total;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
