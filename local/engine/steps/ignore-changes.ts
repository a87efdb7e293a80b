import { type PropertyPath, parsePath } from "../../provider/property-path.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, Secret } from "../../provider/values.ts";

/** Thrown within this file: a path leads to a place that one side has and the other cannot have. */
class Missing extends Error {
  override readonly name = "Missing";
}

/**
 * New inputs in which the places that the program wants left alone are as they were; `*` stands for every member or item.
 * A place that is on neither side stays absent, and a path that cannot be read names nothing (`processIgnoreChanges` in
 * pulumi/pulumi pkg/resource/deploy/step_generator.go, `Reset` in sdk/go/common/resource/properties_path.go).
 *
 * @throws Error naming every path of which a part is missing.
 */
export function ignoreChanges(news: PropertyMap, olds: PropertyMap, paths: readonly string[]): PropertyMap {
  let result = news;
  const missing: string[] = [];
  for (const text of paths) {
    const path = readable(text);
    try {
      const next = path === undefined ? result : reset(result, olds, path);
      if (isMap(next)) result = next;
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing.push(text);
    }
  }
  if (missing.length === 0) return result;
  throw new Error(
    `cannot ignore changes to the following properties because one or more elements of the path are missing: "${missing.join(", ")}"`,
  );
}

function readable(text: string): PropertyPath | undefined {
  try {
    return parsePath(text);
  } catch {
    return undefined;
  }
}

/** A value in which the place is as it was; secret where either side was. */
function reset(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  path: PropertyPath,
): PropertyValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return olds;
  if (news instanceof Secret) {
    const inner = reset(news.value, olds instanceof Secret ? olds.value : olds, path);
    return inner === undefined ? undefined : new Secret(inner);
  }
  // What lies in a secret is secret wherever it is put.
  const before = olds instanceof Secret ? wrapped(olds.value) : olds;
  if (typeof step === "number") return resetItem(news, before, step, rest);
  return step === "*" ? resetEvery(news, before, rest) : resetMember(news, before, step, rest);
}

function wrapped(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map((item) => new Secret(item));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, member === undefined ? undefined : new Secret(member)]),
  );
}

function resetItem(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  index: number,
  rest: PropertyPath,
): PropertyValue | undefined {
  if (!isList(news) && !isList(olds)) return news;
  if (!isList(news) || !isList(olds)) throw new Missing();
  if (rest.length === 0 && index >= news.length && index >= olds.length) return news;
  if (index >= news.length || index >= olds.length) throw new Missing();
  return news.map((item, at) => (at === index ? (reset(item, olds[at], rest) ?? null) : item));
}

function resetEvery(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  rest: PropertyPath,
): PropertyValue | undefined {
  if (isList(news) && isList(olds)) {
    if (news.length !== olds.length) throw new Missing();
    return news.map((item, at) => reset(item, olds[at], rest) ?? null);
  }
  if (isMap(news) && isMap(olds)) {
    if (rest.length === 0) return olds;
    const members = Object.entries(olds).map(([name, old]): [string, PropertyValue | undefined] => {
      if (old === undefined || news[name] === undefined) throw new Missing();
      return [name, reset(news[name], old, rest)];
    });
    return { ...news, ...Object.fromEntries(members) };
  }
  if (rest.length === 0 && (isList(news) || isMap(news))) return news;
  throw new Missing();
}

function resetMember(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  name: string,
  rest: PropertyPath,
): PropertyValue | undefined {
  const old = isMap(olds) ? olds[name] : undefined;
  if (rest.length === 0) {
    if (isMap(news)) {
      const { [name]: _, ...others } = news;
      return old === undefined ? others : { ...others, [name]: old };
    }
    if (old !== undefined) throw new Missing();
    return news;
  }
  if (!isMap(news) && !isMap(olds)) return news;
  if (!isMap(news) || !isMap(olds)) throw new Missing();
  if (news[name] === undefined) {
    if (old !== undefined) throw new Missing();
    return news;
  }
  return { ...news, [name]: reset(news[name], old, rest) };
}
