import { stamp } from "./configuration.ts";
import type { Configuration, LambdaFunction } from "./function.ts";
import type { Lambda } from "./state.ts";

/**
 * Keeps `$LATEST` as the next numbered version and saves the function. When nothing has changed since the last version,
 * that one is the answer, as on AWS.
 */
export function publish(state: Lambda, lambda: LambdaFunction, description: string | undefined): Configuration {
  const { latest, versions } = lambda;
  const last = versions.at(-1);
  if (last !== undefined && isSame(last, latest)) {
    state.functions.save(lambda);
    return last;
  }
  const version = String(Number(last?.version ?? 0) + 1);
  const published = { ...latest, version, description: description ?? latest.description, ...stamp(state) };
  state.functions.save({ ...lambda, versions: [...versions, published] });
  return published;
}

function isSame(one: Configuration, other: Configuration): boolean {
  const content = ({
    version: _v,
    description: _d,
    lastModified: _l,
    revisionId: _r,
    ...rest
  }: Configuration): string => JSON.stringify(rest);
  return content(one) === content(other);
}
