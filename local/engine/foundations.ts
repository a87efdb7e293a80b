import { parseProviderReference } from "./state/urn.ts";

/** What says which resources another one stands on: a record, or what the program wants. */
export interface Standing {
  readonly parent: string;
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith: string;
}

/** The URNs of what must outlive a resource. */
export function foundations(standing: Standing): readonly string[] {
  const { parent, provider, dependencies, propertyDependencies, deletedWith } = standing;
  const configured = provider === "" ? "" : parseProviderReference(provider).urn;
  const all = [parent, configured, deletedWith, ...dependencies, ...Object.values(propertyDependencies).flat()];
  return [...new Set(all)].filter((urn) => urn !== "");
}
