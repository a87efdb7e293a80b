import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions } from "@pulumi/pulumi";

// Resources are imported from the file that declares them (`@pulumi/aws/dynamodb/table.js`), never from the package's
// index: the index loads some two hundred services at run time, and the compiler reads the types of all of them.

/**
 * The escape hatch of every component: what to change in one of its resources before it is registered. Either
 * properties that win over the component's own, or a function of everything the component would have said.
 *
 * @example
 * ```ts
 * transform: { table: { pointInTimeRecovery: { enabled: false } } }
 * ```
 * @example
 * ```ts
 * transform: { table: (args, options) => { options.protect = true; return args; } }
 * ```
 */
export type Transform<Args> = Partial<Args> | ((args: Args, options: CustomResourceOptions, name: string) => Args);

/**
 * The three arguments of a resource's constructor, transformed.
 *
 * @example
 * ```ts
 * new Table(...transformed(args.transform?.table, name, { hashKey: "id" }, { parent: this }))
 * ```
 */
export function transformed<Args>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  options: CustomResourceOptions,
): [name: string, args: Args, options: CustomResourceOptions] {
  if (transform === undefined) return [name, args, options];
  if (typeof transform === "function") return [name, transform(args, options, name), options];
  return [name, { ...args, ...transform }, options];
}

/**
 * What every component of this program has in common: a type token `websocket-orders:index:<Name>`, outputs that are
 * registered, and `nodes`, the real resources inside. Children take the component's name as the beginning of theirs and
 * the component as their parent (`tests/infra/components.test.ts` proves both for the whole program).
 */
export abstract class Component extends ComponentResource {
  /** The resources inside, for what the component's own properties do not offer. */
  abstract readonly nodes: object;

  constructor(kind: string, name: string, options?: ComponentResourceOptions) {
    super(`websocket-orders:index:${kind}`, name, {}, options);
  }
}
