import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Distribution, EdgeState } from "./edge-state.ts";
import { errorPage, FUNCTION_FAILED } from "./error-page.ts";
import { forwardRequest, forwardUpgrade, type OriginCall, OriginError, toOriginCall, VIA } from "./forward.ts";
import type { FunctionRunner } from "./function-runner.ts";
import { FunctionFailure } from "./sandbox.ts";
import {
  type EdgeResponse,
  FunctionRuleError,
  fromFunction,
  type OriginRequest,
  toViewerRequest,
  unchanged,
  type ViewerRequest,
} from "./viewer-request.ts";

/** What a viewer gets instead of the origin's answer. */
interface Refusal {
  readonly status: 403 | 502 | 503;
  /** What CloudFront's page says. */
  readonly page: string;
  /** The first word of `X-Cache`, such as `FunctionExecutionError`. */
  readonly cache: string;
}

/** CloudFront's request path: the viewer-request function, then the origin. */
export class EdgeDataPlane {
  readonly #state: EdgeState;
  readonly #runner: FunctionRunner;

  constructor(state: EdgeState, runner: FunctionRunner) {
    this.#state = state;
    this.#runner = runner;
  }

  /** Takes a handshake for `/{distributionId}/…`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const found = this.#locate(request.url ?? "/");
    if (found === undefined) return false;
    const hold = this.#state.environment.clock.hold();
    this.#handle(found, request, true)
      .then((outcome) => {
        if ("path" in outcome) forwardUpgrade(outcome, { socket, head });
        else socket.end(rawResponse(outcome));
      })
      .catch((error: unknown) => {
        this.#log.error(
          `cloudfront: ${found.distribution.id}: ${error instanceof Error ? error.stack : String(error)}`,
        );
        socket.destroy();
      })
      .finally(() => hold.release());
    return true;
  }

  /** Takes a plain request for `/{distributionId}/…`. */
  request(request: IncomingMessage, response: ServerResponse): boolean {
    const found = this.#locate(request.url ?? "/");
    if (found === undefined) return false;
    this.#handle(found, request, false)
      .then((outcome) => {
        if ("path" in outcome) {
          forwardRequest(outcome, request, response);
          return;
        }
        const reason = outcome.statusDescription ?? STATUS_CODES[outcome.statusCode] ?? "";
        response.writeHead(outcome.statusCode, reason, outcome.headers.flat());
        response.end(outcome.body);
      })
      .catch((error: unknown) => {
        this.#log.error(
          `cloudfront: ${found.distribution.id}: ${error instanceof Error ? error.stack : String(error)}`,
        );
        response.destroy();
      });
    return true;
  }

  get #log(): Environment["log"] {
    return this.#state.environment.log;
  }

  #locate(url: string): { distribution: Distribution; path: string; search: string } | undefined {
    const match = /^\/(E[A-Z0-9]{13})(\/[^?]*)?(?:\?(.*))?$/.exec(url);
    const distribution = match?.[1] === undefined ? undefined : this.#state.findDistribution(match[1]);
    if (distribution === undefined) return undefined;
    return { distribution, path: match?.[2] ?? "/", search: match?.[3] ?? "" };
  }

  async #handle(
    { distribution, path, search }: { distribution: Distribution; path: string; search: string },
    request: IncomingMessage,
    upgrade: boolean,
  ): Promise<EdgeResponse | OriginCall> {
    const requestId = newRequestId(this.#state.environment);
    const viewer = { ip: request.socket.remoteAddress ?? "127.0.0.1", upgrade, requestId };
    const refuse = (why: string, refusal: Refusal) => this.#refuse(distribution, why, refusal, requestId);
    if (distribution.config.Enabled === false) return refuse("it is disabled", DENIED);
    const given = toViewerRequest(request, path, search);
    try {
      const result = await this.#runFunction(distribution, given, viewer);
      if ("statusCode" in result) return this.#own(result, GENERATED, requestId);
      return toOriginCall(this.#state.environment, distribution, result, viewer);
    } catch (error) {
      if (error instanceof OriginError) return refuse(error.message, UNREACHABLE);
      if (error instanceof FunctionRuleError) {
        const refusal = { ...(error.status === 502 ? VIOLATION : EXECUTION_ERROR), page: error.page };
        return refuse(`its function broke a rule: ${error.message}`, refusal);
      }
      if (error instanceof FunctionFailure) {
        return refuse(`its function failed: ${error.message}`, EXECUTION_ERROR);
      }
      throw error;
    }
  }

  async #runFunction(
    distribution: Distribution,
    given: ViewerRequest,
    { ip, requestId }: { readonly ip: string; readonly requestId: string },
  ): Promise<OriginRequest | EdgeResponse> {
    const associations = distribution.config.DefaultCacheBehavior?.FunctionAssociations?.Items ?? [];
    const arn = associations.find((association) => association.EventType === "viewer-request")?.FunctionARN;
    if (arn === undefined) return unchanged(given);
    const edgeFunction = this.#state.findFunction(arn.slice(arn.lastIndexOf("/") + 1));
    if (edgeFunction?.live === undefined) throw new FunctionFailure(`${arn} is not published`, []);
    const event = {
      version: "1.0",
      context: {
        distributionDomainName: distribution.domainName,
        distributionId: distribution.id,
        eventType: "viewer-request",
        requestId,
      },
      viewer: { ip },
      request: given,
    };
    const run = await this.#runner.run(edgeFunction.name, edgeFunction.live, event as unknown as JsonObject);
    return fromFunction(run.result, given);
  }

  #refuse(distribution: Distribution, why: string, refusal: Refusal, requestId: string): EdgeResponse {
    const { status, cache, page } = refusal;
    this.#log.warn(`cloudfront: distribution ${distribution.id} answered ${status}: ${why}`);
    const answer: EdgeResponse = {
      statusCode: status,
      statusDescription: undefined,
      headers: [["Content-Type", "text/html"]],
      body: Buffer.from(errorPage(status, page, requestId)),
    };
    return this.#own(answer, cache, requestId);
  }

  /** An answer of CloudFront itself, with the headers that it puts on each. */
  #own(answer: EdgeResponse, cache: string, requestId: string): EdgeResponse {
    const { clock } = this.#state.environment;
    return {
      ...answer,
      headers: [
        ["Server", "CloudFront"],
        ["Date", new Date(clock.now()).toUTCString()],
        ...answer.headers,
        ["Content-Length", String(answer.body.length)],
        ["Connection", "close"],
        ["X-Cache", `${cache} from cloudfront`],
        ["Via", VIA],
        ["X-Amz-Cf-Pop", POP],
        ["X-Amz-Cf-Id", requestId],
      ],
    };
  }
}

/** Where this edge pretends to be. */
const POP = "IAD89-P1";
const GENERATED = "FunctionGeneratedResponse";
const DENIED: Refusal = { status: 403, cache: "Error", page: "Request blocked." };
const UNREACHABLE: Refusal = {
  status: 502,
  cache: "Error",
  page: "CloudFront wasn't able to connect to the origin.",
};
const VIOLATION: Refusal = { status: 502, cache: "FunctionValidationError", page: FUNCTION_FAILED };
const EXECUTION_ERROR: Refusal = { status: 503, cache: "FunctionExecutionError", page: FUNCTION_FAILED };

/** `3Ibv7uyyHp5s-gaTbJTx4DqfdTQMU9hkeC4haV-rG6fmh3mqmtlllw==`: the function, the origin and the viewer see the same. */
function newRequestId({ ids }: Environment): string {
  return `${Buffer.from(ids.bytes(40)).toString("base64url")}==`;
}

function rawResponse({ statusCode, statusDescription, headers, body }: EdgeResponse): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${statusCode} ${statusDescription ?? STATUS_CODES[statusCode] ?? ""}`, ...lines, "", ""];
  return Buffer.concat([Buffer.from(head.join("\r\n")), body]);
}
