import type { RouteSettings, Stage } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import type { JavaMap } from "../vtl/values.ts";
import { compileAccessLog, type FormatAccessLog } from "./access-log.ts";
import type { ApiRecord, Snapshot } from "./api-record.ts";
import { compileRoutes } from "./compile-routes.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { Exchange } from "./exchange.ts";
import type { Fetch } from "./integrations/http.ts";
import { compileSelection, type Selection } from "./selection.ts";
import { ACCOUNT_THROTTLE } from "./stage-defaults.ts";
import { TokenBucket } from "./throttle.ts";

/** Routes that a client's frame never selects, whatever it says; what AWS does then is not documented. */
const NEVER_SELECTED = new Set(["$connect", "$disconnect"]);

/** A stage that takes connections: its deployment and its settings, compiled. Made anew when either changes. */
export class StageRuntime {
  readonly apiId: string;
  readonly apiName: string;
  readonly name: string;
  /** The name the API has on AWS, which `$context.domainName` shows. */
  readonly domainName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly variableMap: JavaMap;
  readonly hasVariables: boolean;
  /** Whether the API takes connections on a custom domain only; there is none here. */
  readonly disabled: boolean;
  readonly accessLog: FormatAccessLog | undefined;
  readonly accessLogGroup: string | undefined;
  readonly executionLogGroup: string;
  readonly #routes: ReadonlyMap<string, CompiledRoute>;
  readonly #selection: Selection;
  readonly #settings: Wire<Stage>;
  readonly #executionArn: string;
  readonly #environment: Environment;
  readonly #told = new Set<string>();
  readonly #buckets = new Map<string, TokenBucket | undefined>();

  constructor(record: ApiRecord, stage: Wire<Stage>, snapshot: Snapshot, environment: Environment, fetchUrl: Fetch) {
    const { partition, region, account } = environment.scope;
    this.apiId = record.api.ApiId ?? "";
    this.apiName = record.api.Name ?? "";
    this.name = stage.StageName ?? "";
    this.domainName = `${this.apiId}.execute-api.${region}.amazonaws.com`;
    this.variables = (stage.StageVariables ?? {}) as Readonly<Record<string, string>>;
    this.variableMap = new Map(Object.entries(this.variables));
    this.hasVariables = this.variableMap.size > 0;
    this.#executionArn = `arn:${partition}:execute-api:${region}:${account}:${this.apiId}/${this.name}`;
    this.disabled = snapshot.disableExecuteApiEndpoint;
    this.#environment = environment;
    this.#settings = stage;
    this.#selection = compileSelection(snapshot.routeSelectionExpression);
    this.#routes = compileRoutes(snapshot, this.variables, environment, fetchUrl);
    const { Format: format, DestinationArn: destination } = stage.AccessLogSettings ?? {};
    this.executionLogGroup = `/aws/apigateway/${this.apiId}/${this.name}`;
    this.accessLog = format === undefined ? undefined : compileAccessLog(format);
    this.accessLogGroup = destination === undefined ? undefined : /:log-group:([^:]+)/.exec(destination)?.[1];
  }

  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{routeKey}`, what authorizers and permissions name. */
  executionArn(routeKey: string): string {
    return `${this.#executionArn}/${routeKey}`;
  }

  route(key: string): CompiledRoute | undefined {
    return this.#routes.get(key);
  }

  /**
   * Chooses a frame's route: the one the expression names, else `$default`; undefined when there is neither. What is not
   * JSON goes to `$default`, whatever the expression is (DG/websocket-api-develop-routes).
   */
  selectRoute(exchange: Exchange): CompiledRoute | undefined {
    const { document } = exchange;
    const key = document === undefined ? "$default" : this.#selection.evaluate({ requestBody: () => document });
    const named = NEVER_SELECTED.has(key) ? undefined : this.#routes.get(key);
    return named ?? this.#routes.get("$default");
  }

  /** Why no route was chosen, and how to mend it. */
  explainNoRoute(exchange: Exchange): string {
    const key = this.#selection.evaluate({ requestBody: () => exchange.document });
    const routes = [...this.#routes.keys()].filter((route) => !NEVER_SELECTED.has(route)).join(", ");
    const found = exchange.document === undefined ? "the frame is not JSON" : `it gave ${JSON.stringify(key)}`;
    return (
      `no route for the frame: ${this.#selection.text} chooses among ${routes === "" ? "no routes" : routes}, ${found}, ` +
      "and there is no $default. Add a route with that key, or deploy the API again if it was added since."
    );
  }

  /** A route's settings: its own, and the stage's where it has none. */
  settings(routeKey: string): Wire<RouteSettings> {
    const own = this.#settings.RouteSettings?.[routeKey];
    const { DefaultRouteSettings: defaults = {} } = this.#settings;
    return own === undefined ? defaults : { ...defaults, ...own };
  }

  /** Whether the execution log is written for a route. */
  traces(routeKey: string): boolean {
    return (this.settings(routeKey).LoggingLevel ?? "OFF") !== "OFF";
  }

  /** Whether this has not been said of this stage before. */
  tellOnce(what: string): boolean {
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }

  /** Takes a token of the route's bucket; a stage that keeps the account's limits is not throttled here. */
  admits(routeKey: string): boolean {
    if (!this.#buckets.has(routeKey)) this.#buckets.set(routeKey, this.#bucket(routeKey));
    return this.#buckets.get(routeKey)?.take() ?? true;
  }

  /** Settings without limits mean no request at all (terraform-aws-apigateway-v2#8). */
  #bucket(routeKey: string): TokenBucket | undefined {
    const settings = this.settings(routeKey);
    const rate = settings.ThrottlingRateLimit ?? 0;
    const burst = settings.ThrottlingBurstLimit ?? 0;
    if (rate >= ACCOUNT_THROTTLE.rate && burst >= ACCOUNT_THROTTLE.burst) return undefined;
    return new TokenBucket(this.#environment.clock, rate, burst);
  }
}
