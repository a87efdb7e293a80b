import { Api, type ApiArgs } from "@pulumi/aws/apigatewayv2/api.js";
import { type ComponentResourceOptions, type Input, interpolate, type Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "../component.ts";

export interface WebSocketApiArgs {
  /**
   * The name of the stage that {@link WebSocketStage} will make, which is the last part of every URL. It is said here,
   * because whatever pushes to clients needs the URLs before there is a stage.
   *
   * @example
   * ```ts
   * { stageName: "dev" }
   * ```
   */
  stageName: string;
  /**
   * Which part of a frame names its route.
   *
   * @default "$request.body.action"
   */
  routeSelectionExpression?: string;
  /** Changes to the resources inside. */
  transform?: { api?: Transform<ApiArgs> };
}

/**
 * A WebSocket API without its routes and its stage.
 *
 * Nothing that a deployment depends on may depend on the stage, or there would be a cycle; so the URLs are derived from
 * the API's endpoint and the name of the stage.
 *
 * @example
 * ```ts
 * const api = new WebSocketApi("api", { stageName: "dev" });
 * ```
 */
export class WebSocketApi extends Component {
  readonly nodes: { readonly api: Api };
  readonly stageName: string;
  readonly apiId: Output<string>;
  /** `arn:aws:execute-api:REGION:ACCOUNT:API`, which permissions to call and to be called are made of. */
  readonly executionArn: Output<string>;
  /** What clients connect to: `wss://API.execute-api.REGION.amazonaws.com/STAGE`. */
  readonly url: Output<string>;
  /** Where messages to clients are posted: the same with `https`. */
  readonly connectionsUrl: Output<string>;
  /** The host that Step Functions calls as `ApiEndpoint`, without a scheme. */
  readonly host: Output<string>;
  /** `arn:…:API/STAGE/POST/@connections/*`: the right to send to any connection of this stage. */
  readonly connectionsArn: Output<string>;
  /** What of the API itself a deployment takes a picture of. */
  readonly snapshot: Input<unknown>;

  constructor(name: string, args: WebSocketApiArgs, options?: ComponentResourceOptions) {
    super("WebSocketApi", name, options);
    const [apiName, apiArgs, apiOptions] = transformed(
      args.transform?.api,
      name,
      {
        protocolType: "WEBSOCKET",
        routeSelectionExpression: args.routeSelectionExpression ?? "$request.body.action",
      },
      { parent: this },
    );
    const api = new Api(apiName, apiArgs, apiOptions);
    this.nodes = { api };
    this.stageName = args.stageName;
    this.snapshot = { routeSelectionExpression: apiArgs.routeSelectionExpression };
    this.apiId = api.id;
    this.executionArn = api.executionArn;
    this.url = interpolate`${api.apiEndpoint}/${args.stageName}`;
    this.connectionsUrl = this.url.apply((url) => url.replace(/^ws/, "http"));
    this.host = api.apiEndpoint.apply((endpoint) => endpoint.replace(/^wss?:\/\//, ""));
    this.connectionsArn = interpolate`${api.executionArn}/${args.stageName}/POST/@connections/*`;
    this.registerOutputs({ apiId: this.apiId, url: this.url, connectionsUrl: this.connectionsUrl });
  }
}
