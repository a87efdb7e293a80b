import type { Scope } from "../aws/caller.ts";
import { type Ids, UPPER_ALPHANUMERIC } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";
import { type ManagedPolicy, type Role, stored } from "./entities.ts";
import { policyNotFound, roleNotFound } from "./errors.ts";
import { type AwsManagedPolicy, awsManagedPolicies } from "./managed-policies.ts";

/** The roles and managed policies of the account. Everything that judges is told of every change. */
export class IamAccount {
  readonly scope: Scope;
  readonly #ids: Ids;
  readonly #now: () => number;
  readonly #roles = new Map<string, Role>();
  readonly #policies = new Map<string, ManagedPolicy>();
  readonly #aws: ReadonlyMap<string, AwsManagedPolicy>;
  readonly #storedRoles: Collection;
  readonly #storedPolicies: Collection;
  readonly #listeners: (() => void)[] = [];
  /** ARNs of roles that were here and have been deleted. */
  readonly #gone = new Set<string>();

  constructor({ scope, ids, clock, storage }: Pick<Environment, "scope" | "ids" | "clock" | "storage">) {
    this.scope = scope;
    this.#ids = ids;
    this.#now = () => clock.now();
    this.#aws = awsManagedPolicies(scope.partition);
    this.#storedRoles = storage.collection("iam-roles");
    this.#storedPolicies = storage.collection("iam-policies");
    for (const [name, role] of this.#storedRoles.entries()) this.#roles.set(name, stored<Role>(role));
    for (const [arn, policy] of this.#storedPolicies.entries()) this.#policies.set(arn, stored<ManagedPolicy>(policy));
  }

  now(): number {
    return this.#now();
  }

  /** A unique id as IAM makes them: `AROA` for roles, `ANPA` for policies. */
  newId(prefix: "AROA" | "ANPA"): string {
    return prefix + this.#ids.text(17, UPPER_ALPHANUMERIC);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Role names are unique without regard to case. */
  findRole(name: string): Role | undefined {
    return this.#roles.get(name.toLowerCase());
  }

  /** @throws AwsError `NoSuchEntity`. */
  role(name: string): Role {
    const role = this.findRole(name);
    if (role === undefined) throw roleNotFound(name);
    return role;
  }

  /** @param arn such as `arn:aws:iam::000000000000:role/path/NAME`. */
  roleByArn(arn: string): Role | undefined {
    const role = this.findRole(arn.slice(arn.lastIndexOf("/") + 1));
    return role?.arn === arn ? role : undefined;
  }

  /**
   * Whether a role was never made here. Clients that try a service alone name a role of an account of theirs, whose
   * policies nobody here knows; a role that was deleted here is not one of those.
   */
  isForeign(arn: string): boolean {
    return this.roleByArn(arn) === undefined && !this.#gone.has(arn);
  }

  roles(): readonly Role[] {
    return [...this.#roles.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  putRole(role: Role): void {
    this.#gone.delete(role.arn);
    this.#roles.set(role.name.toLowerCase(), role);
    this.#storedRoles.put(role.name.toLowerCase(), role as unknown as Json);
    this.#changed();
  }

  deleteRole(name: string): void {
    const role = this.findRole(name);
    if (role !== undefined) this.#gone.add(role.arn);
    this.#roles.delete(name.toLowerCase());
    this.#storedRoles.delete(name.toLowerCase());
    this.#changed();
  }

  findPolicy(arn: string): ManagedPolicy | undefined {
    return this.#policies.get(arn);
  }

  /** @throws AwsError `NoSuchEntity`. */
  policy(arn: string): ManagedPolicy {
    const policy = this.findPolicy(arn);
    if (policy === undefined) throw policyNotFound(arn);
    return policy;
  }

  policies(): readonly ManagedPolicy[] {
    return [...this.#policies.values()];
  }

  awsPolicies(): ReadonlyMap<string, AwsManagedPolicy> {
    return this.#aws;
  }

  putPolicy(policy: ManagedPolicy): void {
    this.#policies.set(policy.arn, policy);
    this.#storedPolicies.put(policy.arn, policy as unknown as Json);
    this.#changed();
  }

  deletePolicy(arn: string): void {
    this.#policies.delete(arn);
    this.#storedPolicies.delete(arn);
    this.#changed();
  }

  /** The document in force of a managed policy, the account's or AWS's own. */
  document(arn: string): string | undefined {
    const policy = this.#policies.get(arn);
    if (policy === undefined) return this.#aws.get(arn)?.document;
    return policy.versions.find(({ id }) => id === policy.defaultVersion)?.document;
  }

  /** How many roles have a managed policy attached. */
  attachments(arn: string): number {
    let count = 0;
    for (const role of this.#roles.values()) if (role.attached.includes(arn)) count++;
    return count;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
