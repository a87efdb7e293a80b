import type { IncomingMessage, ServerResponse } from "node:http";
import { answerDate } from "../aws/answer-date.ts";
import type { RoleSession } from "../aws/aws.ts";
import { OWNER } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import { UPPER_ALPHANUMERIC } from "../ids.ts";
import type { Environment } from "../module.ts";
import { corsNotes } from "./cors.ts";
import { type Directory, directoryOf, type Entry } from "./directory.ts";
import { locate } from "./locate.ts";
import type { AwsRequest, Protocol, Reply } from "./protocol.ts";
import { readBody } from "./request-body.ts";
import { send } from "./send.ts";
import type { Credential } from "./signature.ts";
import { missingTarget, unknownOperation, unknownService } from "./unserved.ts";

/** A request that looks like an AWS call, before its body has arrived. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly search: string;
  readonly credential: Credential | undefined;
  /** Headers for a browser's page, empty for everybody else. */
  readonly cors: readonly string[];
  /** Offers the request to the modules: signed calls of things that are no AWS service. */
  readonly elsewhere: () => boolean;
}

/** Answers one AWS call. */
export type AnswerAws = (arrival: Arrival) => Promise<void>;

type Surroundings = Pick<Environment, "aws" | "clock" | "ids" | "log">;

/** Makes the answering of AWS calls: body, service, operation, caller, reply. */
export function createAnswer(environment: Surroundings): AnswerAws {
  const notePage = corsNotes(environment.log);
  let directory = directoryOf(environment.aws.services());
  let known = environment.aws.services().size;

  return async (arrival) => {
    // Services register after the port is open.
    if (environment.aws.services().size !== known) {
      known = environment.aws.services().size;
      directory = directoryOf(environment.aws.services());
    }
    if (isElsewhere(directory, arrival) && arrival.elsewhere()) return;
    const gone = new AbortController();
    // Time stands still from the first byte to the operation, and again while the answer is on its way.
    const arriving = environment.clock.hold();
    let leaving: { release(): void } | undefined;
    arrival.response.once("close", () => {
      if (!arrival.response.writableFinished) gone.abort();
      leaving?.release();
    });
    try {
      const reply = await replyTo(arrival, directory, environment, gone.signal, (service) => {
        arriving.release();
        if (arrival.cors.length > 0) notePage(service);
      });
      if (reply === undefined || arrival.response.destroyed) return;
      leaving = environment.clock.hold();
      send(arrival.response, reply, [...arrival.cors, ...answerDate(arrival.request.headers, environment.clock)]);
    } finally {
      arriving.release();
    }
  };
}

/** A signed request outside the paths of the services it is signed for may be for an API's own paths. */
function isElsewhere(directory: Directory, { request, credential, path, search }: Arrival): boolean {
  if (credential?.service !== "execute-api") return false;
  const entries = directory.bySigningName.get(credential.service) ?? [];
  return !entries.some(({ protocol }) => protocol.matches(request.method ?? "", path, search));
}

async function replyTo(
  arrival: Arrival,
  directory: Directory,
  environment: Surroundings,
  signal: AbortSignal,
  started: (service: string) => void,
): Promise<Reply | undefined> {
  const { request, credential } = arrival;
  const head = {
    method: request.method ?? "GET",
    path: arrival.path,
    search: arrival.search,
    headers: request.headers,
  };
  let protocol: Protocol | undefined;
  let requestId: string | undefined;
  try {
    const body = await readBody(request);
    if (body === undefined) return undefined;
    const awsRequest: AwsRequest = { ...head, body };
    const entry = locate(directory, awsRequest, credential);
    protocol = entry?.protocol;
    requestId = newRequestId(entry, environment);
    if (entry === undefined) {
      const refusal = refuse(awsRequest, credential, directory);
      protocol = refusal.protocol;
      throw refused(refusal.error, environment);
    }
    if (credential === undefined) throw refused(entry.protocol.unsigned(), environment, SIGN);
    return await run(entry, awsRequest, credential, environment, { requestId, signal, started });
  } catch (error) {
    const shown = protocol ?? unknownService({ ...head, body: Buffer.alloc(0) }, credential, directory).protocol;
    return shown.failure(asAwsError(error, head, environment), requestId ?? environment.ids.uuid());
  }
}

interface Running {
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly started: (service: string) => void;
}

async function run(
  entry: Entry,
  request: AwsRequest,
  credential: Credential,
  { aws, log }: Surroundings,
  { requestId, signal, started }: Running,
): Promise<Reply> {
  const { service, protocol } = entry;
  const decoded = protocol.decode(request);
  if (!service.operations.has(decoded.operation)) {
    const error = unknownOperation(entry, decoded.operation, request);
    log.warn(error.message);
    throw error;
  }
  const session: RoleSession | undefined = aws.resolveCredentials(credential.accessKeyId);
  const running = aws.call(service.id, decoded.operation, decoded.input, {
    caller: session?.caller ?? OWNER,
    parent: session?.parent?.(),
    requestId,
    signal,
    traceHeader: traceOf(request),
  });
  started(service.id);
  return protocol.success(decoded, await running, requestId);
}

function traceOf({ headers }: AwsRequest): string | undefined {
  const trace = headers["x-amzn-trace-id"];
  return typeof trace === "string" ? trace : undefined;
}

function refuse(request: AwsRequest, credential: Credential | undefined, directory: Directory) {
  const isJson = [...directory.byTarget.values()].some(
    ({ service }) => service.wire.signingName === credential?.service,
  );
  if (credential !== undefined && isJson && request.headers["x-amz-target"] === undefined) {
    if (request.headers["smithy-protocol"] === undefined) return missingTarget(credential.service);
  }
  return unknownService(request, credential, directory);
}

/** How a request gets what it is missing. */
const SIGN =
  ": sign it with an AWS SDK, the AWS CLI, or curl --aws-sigv4 aws:amz:REGION:SERVICE --user KEY:SECRET; any key will do.";

function refused(error: AwsError, { log }: Surroundings, remedy = ""): AwsError {
  log.warn(`${error.message}${remedy}`);
  return error;
}

/** DynamoDB's request ids are 52 characters ending so; everybody else's are UUIDs. */
function newRequestId(entry: Entry | undefined, { ids }: Surroundings): string {
  return entry?.service.wire.signingName === "dynamodb" ? `${ids.text(48, UPPER_ALPHANUMERIC)}AAJG` : ids.uuid();
}

/** What is not AWS's answer is a fault of the runtime: the log gets the stack, the client the service's 500. */
function asAwsError(error: unknown, head: { method: string; path: string }, { log }: Surroundings): AwsError {
  if (error instanceof AwsError) return error;
  log.error(`${head.method} ${head.path}: ${error instanceof Error ? error.stack : String(error)}`);
  const text = "The request processing has failed because of an unknown error, exception or failure.";
  return new AwsError("InternalFailure", text, { status: 500 });
}
