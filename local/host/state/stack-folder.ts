import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json } from "../../json.ts";
import { Refusal } from "../refusal.ts";
import { createJsonFile, DamagedFile, readJsonFile, refused, writeJsonFile } from "./json-file.ts";
import { alone } from "./lock.ts";
import type { Encryption } from "./secrets.ts";

/** One configuration value: as it is, or encrypted. An object or a list is its JSON. */
export type ConfigValue = ({ readonly value: string } | { readonly secure: string }) & { readonly object?: true };

/** What is kept of a stack between commands, besides its resources, which the host keeps. */
export interface StackRecord {
  /** ISO 8601. */
  readonly createdAt: string;
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  /** The name in it. */
  readonly projectName?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By key with namespace. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly encryption?: Encryption;
  /** ISO 8601; undefined before the first operation. */
  readonly lastUpdate?: string;
  readonly resourceCount: number;
  /** An operation has begun whose end was not recorded, so that the host alone knows how many resources there are. */
  readonly unsettled?: true;
}

/** One operation of the past, as `pulumi stack history --json` shows it. */
export interface UpdateRecord {
  /** Back ends that are folders count no updates: the CLI shows 0 for all of theirs. */
  readonly version: 0;
  readonly kind: "update" | "refresh" | "destroy" | "resource-import" | "rename";
  readonly startTime: string;
  readonly message: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly result: "succeeded" | "failed";
  readonly endTime: string;
  readonly resourceChanges: Readonly<Record<string, number>>;
}

/** What the URLs and the ARNs of a stack's resources name: those that are kept need the same again. */
export interface Endpoint {
  readonly port: number;
  readonly region: string;
}

/** Where to reach the process in which a stack runs. */
export interface HostAddress {
  readonly pid: number;
  /** Of the control connection, on the loopback address. */
  readonly port: number;
  /** What a command must know to be served: only this user can read it. */
  readonly token: string;
  /** Undefined while the services have not been started. */
  readonly endpoint?: Endpoint;
  /** It takes no requests any more, and its process ends soon. */
  readonly isEnding?: true;
}

/** How much history is kept. */
const UPDATES_KEPT = 100;
/** How long a change of the stack's record can take at most, in milliseconds: reading and writing one small file. */
const LONGEST_CHANGE = 5000;

/** The files of one stack. */
export class StackFolder {
  readonly name: string;
  readonly directory: string;

  constructor(name: string, directory: string) {
    this.name = name;
    this.directory = directory;
  }

  exists(): boolean {
    return existsSync(this.#recordFile);
  }

  /** @throws DamagedFile when it is not what was written. */
  read(): StackRecord {
    let json: Json | undefined;
    try {
      json = readJsonFile(this.#recordFile);
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
    }
    if (!isRecord(json)) {
      throw new DamagedFile(`${this.#recordFile} is damaged: restore it, or remove ${this.directory} with the stack`);
    }
    return json;
  }

  /** @returns whether it was made; false when there is such a stack, even one that another process makes at this moment. */
  create(record: StackRecord): boolean {
    return createJsonFile(this.#recordFile, record);
  }

  /** Changes the record; of several processes that do so at once, none undoes what another has done. */
  change(change: (record: StackRecord) => StackRecord): void {
    // A stack that is gone is not made again by a lock in its folder.
    this.read();
    alone(`${this.#recordFile}.lock`, LONGEST_CHANGE, () => writeJsonFile(this.#recordFile, change(this.read())));
  }

  /** An operation begins: until {@link settle} only the host knows how many resources there are. */
  unsettle(): void {
    this.change((record) => ({ ...record, unsettled: true }));
  }

  /** An operation has ended, and left this many resources. */
  settle(resourceCount: number): void {
    this.change(({ unsettled: _settled, ...record }) => ({ ...record, resourceCount }));
  }

  /** The newest first. */
  history(): readonly UpdateRecord[] {
    // What is past is nothing that anything else hangs on.
    const json = ifReadable(this.#historyFile);
    return Array.isArray(json) ? (json as unknown as readonly UpdateRecord[]) : [];
  }

  remember(update: Omit<UpdateRecord, "version">): void {
    writeJsonFile(this.#historyFile, [{ version: 0, ...update }, ...this.history()].slice(0, UPDATES_KEPT));
  }

  /**
   * Where the host was when it last wrote; it may have died since. What cannot be read is no address: a host that does not
   * find its own ends.
   */
  hostAddress(): HostAddress | undefined {
    const json = ifReadable(this.hostFile);
    if (!isObject(json)) return undefined;
    const { pid, port, token, isEnding } = json;
    if (typeof pid !== "number" || typeof port !== "number" || typeof token !== "string") return undefined;
    const endpoint = endpointOf(json["endpoint"]);
    return {
      pid,
      port,
      token,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(isEnding === true ? { isEnding } : {}),
    };
  }

  /** Whether there is an address that nobody can read. */
  hasDamagedAddress(): boolean {
    // It may have come or gone in between.
    return existsSync(this.hostFile) && this.hostAddress() === undefined && existsSync(this.hostFile);
  }

  /** What the URLs of what is kept name: it outlives the host, and the host's address. */
  endpoint(): Endpoint | undefined {
    return this.hostAddress()?.endpoint ?? endpointOf(ifReadable(this.#endpointFile));
  }

  /** @param endpoint undefined when nothing is kept that names one. */
  keepEndpoint(endpoint: Endpoint | undefined): void {
    if (endpoint === undefined) rmSync(this.#endpointFile, { force: true });
    else writeJsonFile(this.#endpointFile, endpoint);
  }

  /** Lets go of the lock, whoever has it. */
  unlock(): void {
    rmSync(this.lockFile, { force: true });
  }

  /**
   * Removes every trace.
   *
   * @throws Refusal when that is not allowed.
   */
  remove(): void {
    try {
      rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      throw refused("remove", this.directory, error);
    }
  }

  get lockFile(): string {
    return join(this.directory, "lock.json");
  }

  get hostFile(): string {
    return join(this.directory, "host.json");
  }

  /** Held while a host is being started, so that the stack never has two. */
  get hostLockFile(): string {
    return join(this.directory, "host.lock.json");
  }

  get hostLog(): string {
    return join(this.directory, "host.log");
  }

  /** What the services keep: the stack outlives its host. */
  get dataDirectory(): string {
    return join(this.directory, "data");
  }

  get #recordFile(): string {
    return join(this.directory, "stack.json");
  }

  get #historyFile(): string {
    return join(this.directory, "history.json");
  }

  get #endpointFile(): string {
    return join(this.directory, "endpoint.json");
  }
}

/** @returns undefined for a file that is not there, not what was written, or another user's. */
function ifReadable(file: string): Json | undefined {
  try {
    return readJsonFile(file);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Whether it is a record as this runtime writes it, as far as commands rely on it. */
function isRecord(json: unknown): json is StackRecord {
  if (!isObject(json)) return false;
  const { createdAt, project, tags, config, resourceCount } = json;
  const isText = (value: unknown): boolean => typeof value === "string";
  return (
    isText(createdAt) &&
    isText(project) &&
    isObject(tags) &&
    Object.values(tags).every(isText) &&
    isObject(config) &&
    Object.values(config).every(isObject) &&
    typeof resourceCount === "number"
  );
}

function endpointOf(json: Json | undefined): Endpoint | undefined {
  const { port, region } = isObject(json) ? json : {};
  return typeof port === "number" && typeof region === "string" ? { port, region } : undefined;
}

/** Whether a stack certainly has no resources. */
export function isEmpty({ resourceCount, unsettled }: StackRecord): boolean {
  return resourceCount === 0 && unsettled !== true;
}

/** JSON with its keys in order, as the CLI prints it. */
export function inOrder<Value>(object: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
