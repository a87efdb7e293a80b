import type { ConfiguredProvider, Provider } from "../provider/provider.ts";
import type { PropertyMap } from "../provider/values.ts";
import { type Configuration, namespaceOf } from "./configuration.ts";
import type { StackState } from "./state/state.ts";
import { parseProviderReference } from "./state/urn.ts";

/** The provider instances of one run: the default one from `aws:*`, and those that the program makes. */
export class Providers {
  readonly #provider: Provider;
  readonly #configuration: Configuration;
  readonly #state: StackState;
  readonly #instances = new Map<string, ConfiguredProvider>();
  #default: ConfiguredProvider | undefined;

  constructor(provider: Provider, configuration: Configuration, state: StackState) {
    this.#provider = provider;
    this.#configuration = configuration;
    this.#state = state;
  }

  /** The same provider and configuration for another state. */
  fork(state: StackState): Providers {
    return new Providers(this.#provider, this.#configuration, state);
  }

  /**
   * The instance that serves a type.
   *
   * @param reference `{urn}::{id}` of an explicit instance, or empty.
   * @throws Error naming a package that is not served, or wrong provider options.
   */
  of(type: string, reference: string): ConfiguredProvider {
    const [packageName = ""] = type.split(":");
    if (packageName !== "aws") throw new Error(`the local runtime does not serve the package ${packageName} (${type})`);
    if (reference === "") return this.#defaultInstance();
    const { urn } = parseProviderReference(reference);
    const known = this.#instances.get(urn);
    if (known !== undefined) return known;
    // Default providers have URNs too, but no record: they are what the configuration says now.
    const record = this.#state.get(urn);
    return record === undefined ? this.#defaultInstance() : this.configure(urn, record.inputs);
  }

  /**
   * Makes an explicit instance.
   *
   * @throws Error naming every wrong option.
   */
  configure(urn: string, inputs: PropertyMap): ConfiguredProvider {
    const failures = this.#provider.checkConfig(inputs);
    if (failures.length > 0) {
      throw new Error(failures.map(({ property, reason }) => `${property} ${reason}`).join("\n"));
    }
    const instance = this.#provider.configure({ ...this.#defaults(), ...inputs });
    this.#instances.set(urn, instance);
    return instance;
  }

  /** What is wrong with the configuration of the default instance: told once, not by everything that needs it. */
  problems(): readonly string[] {
    return this.#provider.checkConfig(this.#defaults()).map(({ property, reason }) => `aws:${property} ${reason}`);
  }

  #defaultInstance(): ConfiguredProvider {
    this.#default ??= this.#provider.configure(this.#defaults());
    return this.#default;
  }

  #defaults(): PropertyMap {
    return namespaceOf(this.#configuration, "aws");
  }
}
