import { AwsError } from "../aws/error.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";

/** A policy that lets services write: of the account, by its name, or of one log group, by the group's ARN. */
export interface ResourcePolicy {
  readonly document: string;
  /** Epoch milliseconds. */
  readonly updated: number;
  readonly scope:
    | { readonly kind: "account"; readonly name: string }
    | { readonly kind: "group"; readonly arn: string; readonly revision: string };
}

/** Per region and account (API reference, PutResourcePolicy); the policies of single groups do not count. */
const MOST_ACCOUNT_POLICIES = 10;
const REVISION_ALPHABET = "0123456789abcdef";

/** The resource policies of CloudWatch Logs. */
export class ResourcePolicies {
  readonly #environment: Pick<Environment, "clock" | "ids">;
  readonly #account = new Map<string, ResourcePolicy>();
  readonly #groups = new Map<string, ResourcePolicy>();
  readonly #documents = new Map<string, string | undefined>();
  readonly #stored: Collection;

  constructor(environment: Pick<Environment, "clock" | "ids" | "storage">) {
    this.#environment = environment;
    this.#stored = environment.storage.collection("logs-resource-policies");
    for (const [, value] of this.#stored.entries()) this.#keep(value as unknown as ResourcePolicy);
  }

  ofAccount(): readonly ResourcePolicy[] {
    return [...this.#account.values()];
  }

  ofGroup(arn: string): ResourcePolicy | undefined {
    return this.#groups.get(arn);
  }

  ofGroups(): readonly ResourcePolicy[] {
    return [...this.#groups.values()];
  }

  /** @throws AwsError `LimitExceededException`. */
  putForAccount(name: string, document: string): ResourcePolicy {
    if (!this.#account.has(name) && this.#account.size >= MOST_ACCOUNT_POLICIES) {
      throw new AwsError("LimitExceededException", "Resource limit exceeded.");
    }
    return this.#put({ document, updated: this.#environment.clock.now(), scope: { kind: "account", name } });
  }

  /**
   * @param expected the revision that the caller has seen; none for the first policy of a group.
   * @throws AwsError `OperationAbortedException` when somebody else was faster.
   */
  putForGroup(arn: string, document: string, expected: string | undefined): ResourcePolicy {
    this.#expect(arn, expected);
    const revision = this.#environment.ids.text(32, REVISION_ALPHABET);
    return this.#put({ document, updated: this.#environment.clock.now(), scope: { kind: "group", arn, revision } });
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  deleteForAccount(name: string): void {
    if (!this.#account.delete(name)) {
      throw new AwsError("ResourceNotFoundException", `Policy with name [${name}] does not exist.`);
    }
    this.#forget(`account:${name}`);
  }

  /** @throws AwsError `ResourceNotFoundException`, `OperationAbortedException`. */
  deleteForGroup(arn: string, expected: string | undefined): void {
    if (!this.#groups.has(arn)) {
      throw new AwsError("ResourceNotFoundException", `No resource policy is attached to ${arn}.`);
    }
    this.#expect(arn, expected);
    this.dropGroup(arn);
  }

  /** The policy of a group goes with the group. */
  dropGroup(arn: string): void {
    if (this.#groups.delete(arn)) this.#forget(`group:${arn}`);
  }

  /** What judges writing to a group: the statements of the account's policies and of its own, as one document. */
  documentFor(arn: string): string | undefined {
    if (this.#documents.has(arn)) return this.#documents.get(arn);
    const own = this.#groups.get(arn);
    const policies = [...this.#account.values(), ...(own === undefined ? [] : [own])];
    const statements = policies.flatMap(({ document }) => statementsOf(document));
    const document =
      statements.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: statements });
    this.#documents.set(arn, document);
    return document;
  }

  #put(policy: ResourcePolicy): ResourcePolicy {
    this.#keep(policy);
    this.#stored.put(keyOf(policy), policy as unknown as Json);
    this.#documents.clear();
    return policy;
  }

  #keep(policy: ResourcePolicy): void {
    if (policy.scope.kind === "account") this.#account.set(policy.scope.name, policy);
    else this.#groups.set(policy.scope.arn, policy);
  }

  #forget(key: string): void {
    this.#stored.delete(key);
    this.#documents.clear();
  }

  #expect(arn: string, expected: string | undefined): void {
    const scope = this.#groups.get(arn)?.scope;
    if ((scope?.kind === "group" ? scope.revision : undefined) === expected) return;
    throw new AwsError(
      "OperationAbortedException",
      "Multiple concurrent requests to update the same resource were in conflict.",
    );
  }
}

function keyOf({ scope }: ResourcePolicy): string {
  return scope.kind === "account" ? `account:${scope.name}` : `group:${scope.arn}`;
}

function statementsOf(document: string): readonly Json[] {
  const { Statement: statement } = JSON.parse(document) as { Statement?: Json };
  if (statement === undefined) return [];
  return Array.isArray(statement) ? statement : [statement];
}
