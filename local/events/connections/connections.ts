import type { ConnectionState } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../../aws/caller.ts";
import type { Json } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Outside } from "../../outside.ts";
import type { Collection } from "../../storage.ts";
import { notFound } from "../errors.ts";
import { fetchToken } from "./authorize.ts";
import { type Connection, connectionArns } from "./connection.ts";
import { REFRESH_BEFORE, UNKNOWNS } from "./unknowns.ts";

/** What a request says of a connection. */
export type ConnectionProperties = Pick<
  Connection,
  "authorizationType" | "description" | "kmsKeyIdentifier" | "secret"
>;

/** The account's connections, and how each comes to be authorized. */
export class Connections {
  readonly environment: Environment;
  readonly #outside: Outside;
  readonly #connections = new Map<string, Connection>();
  /** Token requests under way; the newest of a connection counts. */
  readonly #attempts = new Map<Connection, Promise<void>>();
  readonly #kept: Collection;

  constructor(environment: Environment, outside: Outside) {
    this.environment = environment;
    this.#outside = outside;
    this.#kept = environment.storage.collection("event-connections");
    for (const [name, value] of this.#kept.entries()) this.#connections.set(name, value as unknown as Connection);
  }

  get scope(): Scope {
    return this.environment.scope;
  }

  /** In order of their names. */
  all(): readonly Connection[] {
    return [...this.#connections.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string | undefined): Connection | undefined {
    return this.#connections.get(name ?? "");
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(name: string | undefined): Connection {
    const connection = this.find(name);
    if (connection === undefined) {
      throw notFound(`Failed to describe the connection(s). Connection '${name ?? ""}' does not exist.`);
    }
    return connection;
  }

  byArn(arn: string): Connection | undefined {
    const connection = this.find(arn.split("/").at(-2));
    return connection?.arn === arn ? connection : undefined;
  }

  create(name: string, properties: ConnectionProperties): Connection {
    const now = this.environment.clock.now();
    const connection: Connection = {
      name,
      ...connectionArns(this.scope, name, this.environment.ids),
      createdAt: now,
      modifiedAt: now,
      authorizedAt: undefined,
      state: "CREATING",
      stateReason: undefined,
      token: undefined,
      ...properties,
    };
    this.#connections.set(name, connection);
    this.#authorize(connection);
    return connection;
  }

  update(connection: Connection, properties: ConnectionProperties): void {
    Object.assign(connection, properties, { modifiedAt: this.environment.clock.now(), token: undefined });
    this.#authorize(connection);
  }

  delete(connection: Connection): void {
    this.#connections.delete(connection.name);
    this.#attempts.delete(connection);
    this.#kept.delete(connection.name);
  }

  /** Takes the secret out of the connection, which can have another by an update (API reference, DeauthorizeConnection). */
  deauthorize(connection: Connection): void {
    this.#attempts.delete(connection);
    connection.secret = {};
    connection.token = undefined;
    connection.modifiedAt = this.environment.clock.now();
    this.#enter(connection, "DEAUTHORIZED", UNKNOWNS.deauthorizedReason);
  }

  /** An endpoint refused what the connection authorized: a token is got anew, and other credentials are at their end. */
  refused(connection: Connection, status: number): void {
    if (connection.state !== "AUTHORIZED") return;
    if (connection.authorizationType === "OAUTH_CLIENT_CREDENTIALS") {
      this.#authorize(connection);
    } else if (UNKNOWNS.refusalDeauthorizes) {
      this.environment.log.warn(
        `Connection ${connection.name} is deauthorized: an endpoint answered ${status}. Mend its credentials with UpdateConnection.`,
      );
      this.#enter(connection, "DEAUTHORIZED", UNKNOWNS.refusedReason(status));
    }
  }

  /** Waits until a token that is about to expire has been replaced. */
  async refreshed(connection: Connection): Promise<void> {
    const { token, state } = connection;
    const left = token?.expiresAt === undefined ? undefined : token.expiresAt - this.environment.clock.now();
    if (state === "AUTHORIZED" && left !== undefined && left <= REFRESH_BEFORE) this.#authorize(connection);
    if (token !== undefined) await this.settled(connection);
  }

  /** Waits until no token is being got for the connection. */
  async settled(connection: Connection): Promise<void> {
    await this.#attempts.get(connection);
  }

  /** Goes on with what `--data-dir` kept. */
  resume(): void {
    for (const connection of this.all()) if (connection.state === "AUTHORIZING") this.#authorize(connection);
  }

  /** API keys and passwords are as good as they are; a token has to be got from its server. */
  #authorize(connection: Connection): void {
    this.#attempts.delete(connection);
    if (connection.authorizationType !== "OAUTH_CLIENT_CREDENTIALS") {
      this.#authorized(connection);
      return;
    }
    this.#enter(connection, "AUTHORIZING", undefined);
    const hold = this.environment.clock.hold();
    const attempt: Promise<void> = fetchToken(connection, this.#outside, this.environment)
      .then(
        (token) => {
          if (this.#attempts.get(connection) !== attempt) return;
          connection.token = token;
          this.#authorized(connection);
        },
        (error: Error) => {
          if (this.#attempts.get(connection) !== attempt) return;
          connection.token = undefined;
          this.environment.log.warn(
            `Connection ${connection.name} gets no token and is deauthorized: ${error.message}.`,
          );
          this.#enter(connection, "DEAUTHORIZED", error.message);
        },
      )
      .finally(() => {
        if (this.#attempts.get(connection) === attempt) this.#attempts.delete(connection);
        hold.release();
      });
    this.#attempts.set(connection, attempt);
  }

  #authorized(connection: Connection): void {
    connection.authorizedAt = this.environment.clock.now();
    this.#enter(connection, "AUTHORIZED", undefined);
  }

  #enter(connection: Connection, state: ConnectionState, reason: string | undefined): void {
    connection.state = state;
    connection.stateReason = reason;
    this.#kept.put(connection.name, connection as unknown as Json);
  }
}
