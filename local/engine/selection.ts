import { foundations, type Standing } from "./foundations.ts";
import type { ResourceRecord } from "./state/state.ts";
import { PROVIDER_TYPE_PREFIX, STACK_TYPE, typeOf } from "./state/urn.ts";

/** What a person says with `--target`, `--exclude` and `--replace`; URNs, in which `*` and `**` stand for any text. */
export interface SelectionOptions {
  /** Nothing but these is touched; everything when there are none. */
  readonly targets?: readonly string[] | undefined;
  /** These are left alone. */
  readonly excludes?: readonly string[] | undefined;
  /** Whether what stands on a target, or on what is left alone, goes with it. */
  readonly dependents?: boolean | undefined;
  /** These are replaced whether they differ or not. */
  readonly replaces?: readonly string[] | undefined;
}

/** What may be deleted. */
export interface Selected {
  readonly taken: readonly ResourceRecord[];
  /** What would pull something away from under a resource that is not selected. */
  readonly blocked: readonly { readonly urn: string; readonly by: string }[];
}

/** Which resources an operation touches. */
export class Selection {
  readonly #targets: readonly Pattern[];
  readonly #excludes: readonly Pattern[];
  readonly #replaces: readonly Pattern[];
  readonly #dependents: boolean;
  readonly #options: SelectionOptions;
  /** What has been decided: resources come after all that they stand on. */
  readonly #decided = new Map<string, boolean>();

  constructor(options: SelectionOptions = {}) {
    const { targets = [], excludes = [], dependents = false, replaces = [] } = options;
    this.#options = options;
    this.#targets = targets.map(patternOf);
    this.#excludes = excludes.map(patternOf);
    this.#replaces = replaces.map(patternOf);
    this.#dependents = dependents;
  }

  /** The same, with nothing decided yet. */
  fork(): Selection {
    return new Selection(this.#options);
  }

  /** Whether a resource is touched; to be asked in order of dependency. */
  has(urn: string, standing: Standing): boolean {
    const known = this.#decided.get(urn);
    if (known !== undefined) return known;
    const decided = this.#decide(urn, standing);
    this.#decided.set(urn, decided);
    return decided;
  }

  isReplaced(urn: string): boolean {
    return matches(this.#replaces, urn);
  }

  /**
   * What may be deleted of some resources. What an excluded one stands on stays with it.
   *
   * @param all every resource, in order of dependency.
   */
  of(all: readonly ResourceRecord[], candidates: readonly ResourceRecord[]): Selected {
    const kept = new Set<string>();
    for (const record of all) if (!this.has(record.urn, record)) kept.add(record.urn);
    if (this.#targets.length === 0 && kept.size > 0) {
      for (const record of [...all].reverse()) {
        if (kept.has(record.urn)) for (const urn of foundations(record)) kept.add(urn);
      }
    }
    const taken = candidates.filter(({ urn }) => !kept.has(urn));
    const going = new Set(taken.filter(({ pendingDelete }) => !pendingDelete).map(({ urn }) => urn));
    const blocked = all
      .filter(({ urn }) => kept.has(urn))
      .flatMap((record) => {
        const under = foundations(record).find((urn) => going.has(urn));
        return under === undefined ? [] : [{ urn: under, by: record.urn }];
      });
    return { taken, blocked };
  }

  /** The URNs that were named and are no resource's. */
  unknown(): readonly string[] {
    return [...this.#targets, ...this.#excludes, ...this.#replaces]
      .filter(({ text, seen }) => !seen && !text.includes("*"))
      .map(({ text }) => text);
  }

  #decide(urn: string, standing: Standing): boolean {
    // Asked in any case, so that each pattern learns that it is somebody's.
    const excluded = matches(this.#excludes, urn);
    const targeted = matches(this.#targets, urn);
    const below = this.#dependents ? foundations(standing).map((each) => this.#decided.get(each)) : [];
    if (excluded || (this.#excludes.length > 0 && below.includes(false))) return false;
    return this.#targets.length === 0 || targeted || below.includes(true);
  }
}

/** Whether a resource is always touched: the stack itself and providers belong to everything. */
export function isAlwaysSelected(urn: string): boolean {
  const type = typeOf(urn);
  return type === STACK_TYPE || type.startsWith(PROVIDER_TYPE_PREFIX);
}

interface Pattern {
  readonly text: string;
  readonly expression: RegExp;
  seen: boolean;
}

/** `*` stays within one part of a URN, `**` does not (https://www.pulumi.com/docs/iac/concepts/options/, "--target"). */
function patternOf(text: string): Pattern {
  const parts = text.split("**").map((part) => part.split("*").map(literally).join("[^:]*"));
  return { text, expression: new RegExp(`^${parts.join(".*")}$`), seen: false };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function matches(patterns: readonly Pattern[], urn: string): boolean {
  let found = false;
  for (const pattern of patterns) {
    if (!pattern.expression.test(urn)) continue;
    pattern.seen = true;
    found = true;
  }
  return found;
}
