import type { Aws } from "../aws/aws.ts";
import type { Log } from "../log.ts";

/** A resource's properties in Pulumi's spelling, secrets unwrapped. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a handler may use. Everything it makes, it makes through AWS operations, as the account's owner. */
export interface HandlerContext {
  readonly aws: Aws;
  readonly log: Log;
  /** The resource's URN, for messages. */
  readonly urn: string;
  /** The URL of the local AWS endpoint, without a trailing slash: `http://localhost:4900`. */
  readonly endpointUrl: string;
}

/** A resource as it stands. */
export interface ResourceState {
  readonly id: string;
  /** Every output property, the inputs included, as the real provider returns them. */
  readonly outputs: Properties;
}

/** A property and what is wrong with it. */
export interface CheckFailure {
  /** Such as `attributes[0].type`; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

/**
 * One Pulumi resource type. Defaults, required properties, enums, ranges, auto-names and what replaces what come from
 * the type's schema (`local/provider/schema`); a handler holds only what a table cannot say.
 */
export interface ResourceHandler {
  /** Such as `aws:dynamodb/table:Table`. */
  readonly type: string;
  /**
   * Constraints that span several properties. Called with defaults and names filled in.
   *
   * @param unknown the properties that are absent because they are wrong by themselves, or not wholly known yet.
   */
  check?(inputs: Properties, unknown: ReadonlySet<string>): readonly CheckFailure[];
  create(inputs: Properties, context: HandlerContext): Promise<ResourceState>;
  /** The resource as it is now, or undefined when it has gone. `inputs` are those that would make it (for import and refresh). */
  read(
    id: string,
    context: HandlerContext,
    /** The outputs as last known, on refresh; an import has only the id. */
    known?: Properties,
  ): Promise<(ResourceState & { readonly inputs: Properties }) | undefined>;
  /** Brings the resource from `olds` to `news` in place. Absent for types that are always replaced. */
  update?(id: string, olds: Properties, news: Properties, context: HandlerContext): Promise<ResourceState>;
  /** Removes it; a resource that has gone already is no error. */
  delete(id: string, outputs: Properties, context: HandlerContext): Promise<void>;
  /** Further properties whose change replaces the resource, beyond the schema's. */
  replaces?(olds: Properties, news: Properties): readonly string[];
}

/** One Pulumi function (`aws.getRegion`). */
export interface InvokeHandler {
  /** Such as `aws:index/getRegion:getRegion`. */
  readonly token: string;
  invoke(args: Properties, context: HandlerContext): Promise<Properties>;
}
