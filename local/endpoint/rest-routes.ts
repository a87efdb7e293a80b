import type { RestRoute } from "../aws/wire.ts";

/** A route and what its path's variables took. */
export interface RouteMatch {
  readonly route: RestRoute;
  readonly variables: Readonly<Record<string, string>>;
}

/** Finds the route of a request; `search` is its query string, which tells some operations of one path apart. */
export type RouteFinder = (method: string, path: string, search: string) => RouteMatch | undefined;

interface CompiledRoute {
  readonly route: RestRoute;
  readonly segments: readonly Segment[];
  /** Whether the last variable takes the rest of the path. */
  readonly greedy: boolean;
}

/** Literal text, or the name of a variable. */
type Segment = { readonly literal: string } | { readonly variable: string };

/**
 * Compiles a service's routes. Literal segments win over variables, exact lengths over greedy variables, and routes that
 * want something of the query string over those that do not.
 */
export function routeFinder(routes: readonly RestRoute[]): RouteFinder {
  const exact = new Map<string, CompiledRoute[]>();
  const greedy: CompiledRoute[] = [];
  for (const route of routes) {
    const compiled = compile(route);
    if (compiled.greedy) {
      greedy.push(compiled);
      continue;
    }
    const key = `${route.method} ${compiled.segments.length}`;
    const group = exact.get(key) ?? [];
    group.push(compiled);
    exact.set(key, group);
  }
  for (const group of exact.values()) group.sort((one, other) => narrowness(other) - narrowness(one));
  greedy.sort((one, other) => narrowness(other) - narrowness(one));

  return (method, path, search) => {
    const parts = split(path);
    for (const candidate of exact.get(`${method} ${parts.length}`) ?? []) {
      const variables = wanted(candidate.route, search) ? take(candidate, parts) : undefined;
      if (variables !== undefined) return { route: candidate.route, variables };
    }
    for (const candidate of greedy) {
      const fits = candidate.route.method === method && wanted(candidate.route, search);
      const variables = fits ? take(candidate, parts) : undefined;
      if (variables !== undefined) return { route: candidate.route, variables };
    }
    return undefined;
  };
}

function compile(route: RestRoute): CompiledRoute {
  const segments = split(route.path).map((part): Segment => {
    const variable = /^\{([^{}+]+)\+?\}$/.exec(part)?.[1];
    return variable === undefined ? { literal: part } : { variable };
  });
  return { route, segments, greedy: route.path.endsWith("+}") };
}

/** The segments between slashes; a trailing slash means nothing (SDKs of some services send one). */
function split(path: string): string[] {
  const end = path.length > 1 && path.endsWith("/") ? path.length - 1 : path.length;
  return path.slice(1, end).split("/");
}

function narrowness({ segments, route }: CompiledRoute): number {
  const literals = segments.filter((segment) => "literal" in segment).length;
  return literals + (route.when === undefined ? 0 : 0.5);
}

function wanted({ when }: RestRoute, search: string): boolean {
  if (when === undefined) return true;
  const parameters = new URLSearchParams(search);
  return Object.entries(when).every(([name, value]) => parameters.get(name) === value);
}

function take({ segments, greedy }: CompiledRoute, parts: readonly string[]): Record<string, string> | undefined {
  if (parts.length < segments.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const rest = greedy && index === segments.length - 1;
    const part = rest ? parts.slice(index).join("/") : (parts[index] ?? "");
    const text = decode(part);
    if (text === undefined) return undefined;
    if ("variable" in segment) {
      if (text === "") return undefined;
      variables[segment.variable] = text;
    } else if (text !== segment.literal) return undefined;
  }
  return variables;
}

/** Undefined for a broken percent-encoding: such a path is nobody's. */
function decode(part: string): string | undefined {
  if (!part.includes("%")) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
