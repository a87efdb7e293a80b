import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Distribution, EdgeState } from "./edge-state.ts";
import { forwardRequest, forwardUpgrade, OriginError, toOriginCall } from "./forward.ts";
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
  readonly status: number;
  /** CloudFront's `X-Cache`, such as `FunctionExecutionError from cloudfront`. */
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
        if ("url" in outcome) forwardUpgrade(outcome, { socket, head });
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
        if ("url" in outcome) {
          forwardRequest(outcome, request, response);
          return;
        }
        response.writeHead(outcome.statusCode, outcome.statusDescription, outcome.headers.flat());
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
  ): Promise<EdgeResponse | { url: URL; headers: readonly string[] }> {
    const viewer = { ip: request.socket.remoteAddress ?? "127.0.0.1", upgrade };
    if (distribution.config.Enabled === false) return this.#refuse(distribution, "it is disabled", DENIED);
    const given = toViewerRequest(request, path, search);
    try {
      const result = await this.#runFunction(distribution, given, viewer.ip);
      return "statusCode" in result ? result : toOriginCall(this.#state.environment, distribution, result, viewer);
    } catch (error) {
      if (error instanceof OriginError) return this.#refuse(distribution, error.message, UNREACHABLE);
      if (error instanceof FunctionRuleError) {
        const refusal = error.status === 502 ? VIOLATION : EXECUTION_ERROR;
        return this.#refuse(distribution, `its function broke a rule: ${error.message}`, refusal);
      }
      if (error instanceof FunctionFailure) {
        return this.#refuse(distribution, `its function failed: ${error.message}`, EXECUTION_ERROR);
      }
      throw error;
    }
  }

  async #runFunction(
    distribution: Distribution,
    given: ViewerRequest,
    ip: string,
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
        requestId: Buffer.from(this.#state.environment.ids.bytes(40)).toString("base64"),
      },
      viewer: { ip },
      request: given,
    };
    const run = await this.#runner.run(edgeFunction.name, edgeFunction.live, event as unknown as JsonObject);
    return fromFunction(run.result, given);
  }

  #refuse(distribution: Distribution, why: string, { status, cache }: Refusal): EdgeResponse {
    this.#log.warn(`cloudfront: distribution ${distribution.id} answered ${status}: ${why}`);
    const body = `<!DOCTYPE html><html><head><title>ERROR: The request could not be satisfied</title></head><body><h1>${status} ERROR</h1><h2>The request could not be satisfied.</h2></body></html>\n`;
    return {
      statusCode: status,
      statusDescription: undefined,
      headers: [
        ["Content-Type", "text/html"],
        ["Server", "CloudFront"],
        ["X-Cache", cache],
        ["Connection", "close"],
      ],
      body: Buffer.from(body),
    };
  }
}

const DENIED: Refusal = { status: 403, cache: "Error from cloudfront" };
const UNREACHABLE: Refusal = { status: 502, cache: "Error from cloudfront" };
const VIOLATION: Refusal = { status: 502, cache: "FunctionValidationError from cloudfront" };
const EXECUTION_ERROR: Refusal = { status: 503, cache: "FunctionExecutionError from cloudfront" };

function rawResponse({ statusCode, statusDescription, headers, body }: EdgeResponse): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const head = [
    `HTTP/1.1 ${statusCode} ${statusDescription ?? ""}`,
    ...lines,
    `Content-Length: ${body.length}`,
    "",
    "",
  ];
  return Buffer.concat([Buffer.from(head.join("\r\n")), body]);
}
