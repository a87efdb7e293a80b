import { AwsError } from "../aws/error.ts";
import type { Environment } from "../module.ts";
import { type CheckRequest, type CheckResult, checkResource } from "./check.ts";
import { checkProperties } from "./check-properties.ts";
import { concealed } from "./concealed.ts";
import {
  checkConfiguration,
  diffConfiguration,
  otherRegion,
  type ProviderConfiguration,
  readConfiguration,
} from "./configuration.ts";
import { type DiffRequest, diffResource, type ResourceDiff } from "./diff.ts";
import { FUNCTIONS } from "./function-schemas.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceState } from "./handler.ts";
import { refuseWrongImportId } from "./import-id.ts";
import { withNormalizedDocuments } from "./normalized-documents.ts";
import {
  isUnfinished,
  keepSecrets,
  previewedOutputs,
  UNFINISHED,
  updatedOutputs,
  withoutBookkeeping,
  withZeros,
} from "./outputs.ts";
import { PartialFailure } from "./partial-failure.ts";
import { PartlyMade } from "./partly-made.ts";
import { readInputs, settledOutputs } from "./read-inputs.ts";
import { reasonOf } from "./reason.ts";
import type { Registry, ResourceType } from "./registry.ts";
import { markSecrets } from "./schema-secrets.ts";
import { ownTags } from "./tags.ts";
import { unreadable } from "./unreadable.ts";
import {
  fromPlain,
  fromPlainMap,
  type PropertyMap,
  type PropertyValue,
  plain,
  plainMap,
  UNKNOWN,
  type Unknown,
} from "./values.ts";

/** The AWS provider of this machine, before it is configured. The embedded engine and the gRPC server share it. */
export interface Provider {
  readonly registry: Registry;
  checkConfig(news: PropertyMap): readonly CheckFailure[];
  diffConfig(olds: PropertyMap, news: PropertyMap): ResourceDiff;
  configure(config: PropertyMap): ConfiguredProvider;
}

/** A resource, as the engine names it. */
export interface Identity {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** A resource as the engine keeps it. */
export interface Resource {
  readonly id: string;
  readonly outputs: PropertyMap;
}

/** What a check gets besides the resource itself. */
export type CheckInput = Pick<CheckRequest, "olds" | "news" | "randomSeed" | "autonaming">;

/** An instance of the provider: a region and default tags. All failures of AWS come as errors worth showing. */
export interface ConfiguredProvider {
  check(resource: Identity, request: CheckInput): CheckResult;
  diff(resource: Identity, request: Omit<DiffRequest, "region">): ResourceDiff;
  /** What a preview can say about a new resource; touches nothing. */
  previewCreate(resource: Identity, inputs: PropertyMap): { id: Unknown; outputs: PropertyMap };
  create(resource: Identity, inputs: PropertyMap): Promise<Resource>;
  /**
   * The resource as it is; undefined when it is gone. Without old inputs (an import, or a program's `get`) the inputs are
   * all that would make it, and `outputs` what the program knows.
   */
  read(
    resource: Identity,
    id: string,
    known?: { inputs: PropertyMap; outputs: PropertyMap },
  ): Promise<(Resource & { inputs: PropertyMap }) | undefined>;
  /** What a preview can say about a change in place; touches nothing. */
  previewUpdate(resource: Identity, old: Resource, inputs: PropertyMap): PropertyMap;
  update(resource: Identity, old: Resource, oldInputs: PropertyMap, newInputs: PropertyMap): Promise<Resource>;
  delete(resource: Identity, old: Resource): Promise<void>;
  /** @throws UnknownToken naming the function, Error naming every argument that is wrong. */
  invoke(token: string, args: PropertyMap): Promise<PropertyMap>;
}

/** Makes the provider over everything that the runtime's modules serve. */
export function createProvider(registry: Registry, environment: Environment): Provider {
  return {
    registry,
    checkConfig: (news) => checkConfiguration(news, environment.scope),
    diffConfig: (olds, news) => diffConfiguration(olds, news, environment.scope),
    configure: (config) => new Instance(registry, environment, readConfiguration(config, environment.scope)),
  };
}

class Instance implements ConfiguredProvider {
  readonly #registry: Registry;
  readonly #environment: Environment;
  readonly #configuration: ProviderConfiguration;

  constructor(registry: Registry, environment: Environment, configuration: ProviderConfiguration) {
    this.#registry = registry;
    this.#environment = environment;
    this.#configuration = configuration;
  }

  check(resource: Identity, request: CheckInput): CheckResult {
    const { schema, handler } = this.#registry.resource(resource.type);
    const { defaultTags } = this.#configuration;
    const result = checkResource(schema, handler, { ...request, logicalName: resource.name, defaultTags });
    const { region } = result.inputs;
    const { scope } = this.#environment;
    if (typeof region !== "string" || region === scope.region) return result;
    return { ...result, failures: [...result.failures, { property: "region", reason: otherRegion(region, scope) }] };
  }

  diff(resource: Identity, request: Omit<DiffRequest, "region">): ResourceDiff {
    const { schema, handler } = this.#registry.resource(resource.type);
    return diffResource(schema, handler, { ...request, region: this.#configuration.region });
  }

  previewCreate(resource: Identity, inputs: PropertyMap): { id: Unknown; outputs: PropertyMap } {
    const type = this.#registry.resource(resource.type);
    const outputs = previewedOutputs(type.schema, this.#withRegion(type, inputs));
    return { id: UNKNOWN, outputs: markSecrets(outputs, type.schema.inputs) };
  }

  async create(resource: Identity, inputs: PropertyMap): Promise<Resource> {
    const type = this.#registry.resource(resource.type);
    return this.#keep(type, inputs, () =>
      type.handler.create(this.#forHandler(type, inputs), this.#context(resource.urn)),
    );
  }

  async read(
    resource: Identity,
    id: string,
    known?: { inputs: PropertyMap; outputs: PropertyMap },
  ): Promise<(Resource & { inputs: PropertyMap }) | undefined> {
    const type = this.#registry.resource(resource.type);
    const last = plainMap(withoutBookkeeping({ ...known?.inputs, ...known?.outputs }));
    const isImport = Object.keys(last).length === 0;
    if (isImport) refuseWrongImportId(resource.type, type.schema, id);
    const found = await explained(() =>
      type.handler.read(id, this.#context(resource.urn), isImport ? undefined : last),
    );
    if (found === undefined) return undefined;
    const declared = known?.inputs["tags"];
    const seen = this.#withTags(type, fromPlainMap(found.outputs), declared);
    const kept = unreadable(type.schema, seen, known);
    const outputs = settledOutputs(type.schema, this.#asKept(type, { ...seen, ...kept }), known?.outputs);
    const inputs = withNormalizedDocuments(fromPlainMap(found.inputs), type.schema.inputs);
    const would = this.#withRegion(type, { ...this.#withTags(type, inputs, declared), ...kept });
    return {
      id: found.id,
      outputs: markSecrets(keepSecrets(outputs, known?.inputs ?? {}), type.schema.inputs),
      inputs: keepSecrets(readInputs(type.schema, would, outputs, known), known?.inputs ?? {}),
    };
  }

  previewUpdate(resource: Identity, old: Resource, inputs: PropertyMap): PropertyMap {
    const { schema } = this.#registry.resource(resource.type);
    return markSecrets(updatedOutputs(schema, old.outputs, inputs, this.#configuration.region), schema.inputs);
  }

  async update(resource: Identity, old: Resource, oldInputs: PropertyMap, newInputs: PropertyMap): Promise<Resource> {
    const type = this.#registry.resource(resource.type);
    const update = type.handler.update?.bind(type.handler);
    if (update === undefined) throw new Error(`${resource.type} cannot be updated in place`);
    const context = this.#context(resource.urn);
    const news = this.#forHandler(type, newInputs, old.outputs);
    const last = plainMap(withoutBookkeeping(old.outputs));
    // The engine keeps what a resource made in part was meant to be: only AWS knows what is left to do.
    const seen = isUnfinished(old.outputs)
      ? await explained(() => type.handler.read(old.id, context, last))
      : undefined;
    const known = { ...last, ...this.#forHandler(type, oldInputs, old.outputs) };
    const olds = seen === undefined ? known : { ...seen.outputs, ...seen.inputs };
    return this.#keep(type, newInputs, () => update(old.id, withoutUnsaid(type, olds, news), news, context));
  }

  async delete(resource: Identity, old: Resource): Promise<void> {
    const { handler } = this.#registry.resource(resource.type);
    const outputs = plainMap(withoutBookkeeping(old.outputs));
    await this.#written(() => handler.delete(old.id, outputs, this.#context(resource.urn)));
  }

  async invoke(token: string, args: PropertyMap): Promise<PropertyMap> {
    const handler = this.#registry.invoke(token);
    const failures: CheckFailure[] = [];
    const checked = checkProperties(FUNCTIONS[token]?.inputs ?? {}, args, [], failures);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property} ${reason}`).join("; "));
    return fromPlainMap(await explained(() => handler.invoke(plainMap(checked), this.#context(token))));
  }

  #context(urn: string): HandlerContext {
    const { aws, log, endpointUrl } = this.#environment;
    return { aws, log, urn, endpointUrl };
  }

  /** Inputs as a handler takes them: all tags in `tags`, the name that was made where only a prefix was given. */
  #forHandler(type: ResourceType, inputs: PropertyMap, made: PropertyMap = {}): Properties {
    const { tagsAll, ...rest } = plainMap(withNormalizedDocuments(withoutBookkeeping(inputs), type.schema.inputs));
    const result: Record<string, unknown> = tagsAll === undefined ? rest : { ...rest, tags: tagsAll };
    const { property: name, fifo } = type.schema.autoname ?? {};
    const prefix = name === undefined ? undefined : result[`${name}Prefix`];
    if (name !== undefined && typeof prefix === "string" && result[name] === undefined) {
      const suffix = fifo !== undefined && result[fifo] === true ? ".fifo" : "";
      result[name] = plain(made[name]) ?? prefix + this.#environment.ids.text(UNIQUE_SUFFIX, "0123456789") + suffix;
    }
    return result;
  }

  /** Runs what makes or changes a resource; what was made before a failure comes with the failure. */
  async #keep(type: ResourceType, inputs: PropertyMap, work: () => Promise<ResourceState>): Promise<Resource> {
    try {
      return this.#finish(type, await this.#written(work), inputs);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const message = concealed(error.message, inputs);
      if (!(error instanceof PartialFailure))
        throw message === error.message ? error : new Error(message, { cause: error });
      const { id, outputs } = this.#finish(type, error.state, inputs);
      throw new PartlyMade(message, { id, outputs: { ...outputs, [UNFINISHED]: true } }, { cause: error });
    }
  }

  /** What an engine is told of is kept, whatever becomes of this process a moment later: its state says so from then on. */
  async #written<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await explained(work);
    } finally {
      this.#environment.storage.flush();
    }
  }

  #finish(type: ResourceType, state: ResourceState, inputs: PropertyMap): Resource {
    const made = this.#withTags(type, fromPlainMap(state.outputs), inputs["tags"]);
    const outputs = this.#asKept(type, { ...withoutBookkeeping(inputs), ...made });
    return { id: state.id, outputs: markSecrets(keepSecrets(outputs, inputs), type.schema.inputs) };
  }

  #withTags(type: ResourceType, outputs: PropertyMap, declared: PropertyValue | undefined): PropertyMap {
    if (type.schema.taggable !== true) return outputs;
    const all = plain(outputs["tags"] ?? outputs["tagsAll"] ?? {});
    if (typeof all !== "object" || all === null) return outputs;
    const own = ownTags({ ...all }, this.#configuration.defaultTags, declared);
    return { ...outputs, tags: fromPlain(own), tagsAll: fromPlain(all) };
  }

  /** Outputs as a state has them. */
  #asKept(type: ResourceType, outputs: PropertyMap): PropertyMap {
    const { inputs } = type.schema;
    return withZeros(withNormalizedDocuments(this.#withRegion(type, outputs), inputs), inputs);
  }

  #withRegion(type: ResourceType, outputs: PropertyMap): PropertyMap {
    if (type.schema.inputs["region"] === undefined || outputs["region"] !== undefined) return outputs;
    return { ...outputs, region: this.#configuration.region };
  }
}

/** The digits that the AWS provider appends to a `namePrefix`. */
const UNIQUE_SUFFIX = 26;

/**
 * What a handler compares an update's inputs with. A property that the program leaves to the provider is no part of it:
 * a role's outputs show the inline policies that other resources put there, and a change of tags must not take them out.
 */
function withoutUnsaid(type: ResourceType, olds: Properties, news: Properties): Properties {
  const isSaid = (name: string): boolean => type.schema.inputs[name]?.filled !== true || news[name] !== undefined;
  return Object.fromEntries(Object.entries(olds).filter(([name]) => isSaid(name)));
}

/** AWS's refusals with their name in front, as the AWS provider reports them. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AwsError ? new Error(reasonOf(error), { cause: error }) : error;
  }
}
