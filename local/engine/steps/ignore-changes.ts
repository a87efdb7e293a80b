import { type PropertyPath, parsePath } from "../../provider/property-path.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, reveal } from "../../provider/values.ts";

/**
 * New inputs in which the places that the program wants left alone are as they were. A place that is on neither side
 * stays absent; `*` stands for every member or item.
 */
export function ignoreChanges(news: PropertyMap, olds: PropertyMap, paths: readonly string[]): PropertyMap {
  let result = news;
  for (const path of paths) {
    const next = keep(result, olds, parsePath(path));
    if (isMap(next)) result = next;
  }
  return result;
}

function keep(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  path: PropertyPath,
): PropertyValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return olds;
  const before = reveal(olds);
  const after = reveal(news);
  if (isList(after)) {
    const old = isList(before) ? before : [];
    return after.map((item, index) => (step === "*" || step === index ? (keep(item, old[index], rest) ?? null) : item));
  }
  if (!isMap(after)) return rest.length === 0 || after !== undefined ? news : olds;
  const old = isMap(before) ? before : {};
  const names = step === "*" ? [...new Set([...Object.keys(after), ...Object.keys(old)])] : [String(step)];
  const result: Record<string, PropertyValue | undefined> = { ...after };
  for (const name of names) {
    const value = keep(after[name], old[name], rest);
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}
