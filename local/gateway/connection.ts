import type { WebSocket } from "ws";
import type { Json, JsonObject } from "../json.ts";

/** What `$connect` learned about the client; kept for the life of the connection. */
export interface ConnectionFacts {
  readonly id: string;
  readonly apiId: string;
  readonly stage: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** `principalId` and the authorizer's context, as texts, in the order in which AWS shows them. */
  readonly authorizer: Readonly<Record<string, string>> | undefined;
  /** Who signed the handshake, with AWS_IAM. */
  readonly signer: Signer | undefined;
  /** The key the handshake brought, where `$connect` requires one. */
  readonly apiKey: { readonly id: string; readonly value: string } | undefined;
}

/** The caller of a signed handshake. */
export interface Signer {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  /** The principal's unique id, as `GetCallerIdentity` answers it. */
  readonly userId: string;
}

/** One open WebSocket. Kept small: ten thousand of them may be idle. */
export interface Connection extends ConnectionFacts {
  readonly socket: WebSocket;
  /** Epoch milliseconds of the last message in either direction. */
  lastActiveAt: number;
  /** Whether `$disconnect` has run or is running. */
  closed: boolean;
}

/** What a restart needs to run `$disconnect` for a connection that was open. */
export function keptFacts({ socket: _socket, ...connection }: Connection): Json {
  const { lastActiveAt: _active, closed: _closed, ...facts } = connection;
  return JSON.parse(JSON.stringify(facts));
}

/** The facts back from storage. */
export function revivedFacts(kept: Json): ConnectionFacts {
  const facts = kept as JsonObject & ConnectionFacts;
  return {
    ...facts,
    userAgent: facts.userAgent,
    authorizer: facts.authorizer,
    signer: facts.signer,
    apiKey: facts.apiKey,
  };
}
