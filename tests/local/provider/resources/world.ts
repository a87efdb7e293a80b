import { readFileSync } from "node:fs";
import { OWNER } from "../../../../local/aws/caller.ts";
import { isObject, type Json, type JsonObject } from "../../../../local/json.ts";
import type { Module } from "../../../../local/module.ts";
import { createModules } from "../../../../local/modules.ts";
import { decodeProperties } from "../../../../local/provider/property-bag.ts";
import {
  type ConfiguredProvider,
  createProvider,
  type Identity,
  type Provider,
  type Resource,
} from "../../../../local/provider/provider.ts";
import { createRegistry, type Registry } from "../../../../local/provider/registry.ts";
import { type PropertyMap, plainMap } from "../../../../local/provider/values.ts";
import { testEnvironment } from "../../../support/environment.ts";

/** Something that is made first, so that others can name it. */
interface Fixture {
  readonly type: string;
  readonly inputs: JsonObject;
  /** Further fixtures, which the inputs do not name. */
  readonly needs?: readonly string[];
}

const FIXTURES: Readonly<Record<string, Fixture>> = JSON.parse(
  readFileSync(new URL("../../../cases/provider/resources/fixtures.json", import.meta.url), "utf8"),
);

/** A resource with the inputs it was made of. */
export interface Made extends Resource {
  readonly identity: Identity;
  readonly inputs: PropertyMap;
}

/** A whole runtime without its port, and what has been made in it through the provider. */
export class World {
  /** As the gRPC server takes it. */
  readonly unconfigured: Provider;
  readonly provider: ConfiguredProvider;
  readonly registry: Registry;
  readonly #modules: readonly Module[];
  readonly #environment = testEnvironment();
  readonly #made = new Map<string, Promise<Made>>();

  constructor() {
    this.#modules = createModules(this.#environment, this.#environment.aws);
    this.registry = createRegistry(this.#modules, []);
    this.unconfigured = createProvider(this.registry, this.#environment);
    this.provider = this.unconfigured.configure({});
  }

  /** The inputs of `type` as the engine would have them after the check; what is wrong with them is an error. */
  check(identity: Identity, inputs: JsonObject, olds: PropertyMap = {}): PropertyMap {
    const news = decodeProperties(inputs, { assetsFrom: "/" });
    const result = this.provider.check(identity, { olds, news, randomSeed: Buffer.from("test") });
    if (result.failures.length > 0) throw new Error(JSON.stringify(result.failures));
    return result.inputs;
  }

  async make(name: string, type: string, inputs: JsonObject): Promise<Made> {
    const identity = { urn: `urn:pulumi:test::project::${type}::${name}`, type, name };
    const checked = this.check(identity, inputs);
    return { ...(await this.provider.create(identity, checked)), identity, inputs: checked };
  }

  /** The fixture of this name, made once. */
  fixture(name: string): Promise<Made> {
    const fixture = FIXTURES[name];
    if (fixture === undefined) throw new Error(`no fixture ${name}`);
    const made =
      this.#made.get(name) ??
      this.need(fixture.needs ?? []).then(async () => this.make(name, fixture.type, await this.fill(fixture.inputs)));
    this.#made.set(name, made);
    return made;
  }

  /** Makes the fixtures of these names, each once. */
  async need(names: readonly string[]): Promise<void> {
    for (const name of names) await this.fixture(name);
  }

  /** Calls AWS as somebody who knows nothing of Pulumi. */
  call(service: string, operation: string, input: JsonObject): Promise<JsonObject> {
    return this.#environment.aws.call(service, operation, input, { caller: OWNER });
  }

  /** Puts properties in the places of `${fixture.property}` and, for the resource itself, of `${property}`. */
  async fill<T extends Json>(value: T, own?: Made): Promise<T>;
  async fill(value: Json, own?: Made): Promise<Json> {
    if (typeof value === "string") return this.#text(value, own);
    if (Array.isArray(value)) return Promise.all(value.map((item: Json) => this.fill(item, own)));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(async ([key, member]) => [key, await this.fill(member ?? null, own)]);
    return Object.fromEntries(await Promise.all(entries));
  }

  async stop(): Promise<void> {
    for (const module of [...this.#modules].reverse()) await module.stop?.();
  }

  async #text(text: string, own: Made | undefined): Promise<string> {
    let result = text;
    for (const [place, path = ""] of text.matchAll(/\$\{([\w.]+)\}/g)) {
      const [first = "", second] = path.split(".");
      const made = second === undefined ? own : await this.fixture(first);
      if (made === undefined) throw new Error(`${place} stands where the resource is not there yet`);
      const properties: Readonly<Record<string, unknown>> = { ...plainMap(made.outputs), id: made.id };
      const value = properties[second ?? first];
      if (typeof value !== "string") throw new Error(`${made.identity.type} has no text ${second ?? first}`);
      result = result.replace(place, () => value);
    }
    return result;
  }
}
