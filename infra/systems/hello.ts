import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { asyncHello } from "../../statemachines/async-hello.ts";
import { syncHello } from "../../statemachines/sync-hello.ts";
import { Component } from "../component.ts";
import { LambdaFunction } from "../lambda-function.ts";
import { StateMachine } from "../state-machine.ts";
import type { Integration } from "../websocket/integration.ts";
import { invokeFunction } from "../websocket/integrations/lambda.ts";
import { reply } from "../websocket/integrations/mock.ts";
import { startExecution, startSyncExecution } from "../websocket/integrations/step-functions.ts";
import { WebSocketRoute } from "../websocket/route.ts";
import { bodyJson, context } from "../websocket/templates.ts";
import { type Common, connectionsOf } from "./common.ts";

/**
 * The smallest workflows (references 001 and 002): routes `async_sfn`, whose workflow answers later, and `sync_sfn`, whose
 * workflow is the answer. `ping` keeps a connection from being closed as idle.
 *
 * @example
 * ```ts
 * const hello = new Hello("hello", { api, account, settings });
 * ```
 */
export class Hello extends Component {
  readonly nodes: { readonly asyncHello: StateMachine<object>; readonly syncHello: StateMachine<object> };
  readonly routes: readonly WebSocketRoute[];
  readonly asyncHelloArn: Output<string>;
  readonly syncHelloArn: Output<string>;
  /** What `$default` does with `defaultRoute: hello`: any JSON starts the workflow. */
  readonly greetEverything: Integration;

  constructor(name: string, { api, account, settings }: Common, options?: ComponentResourceOptions) {
    super("Hello", name, options);
    const parent = { parent: this };
    const { waitSeconds, logRetentionDays } = settings;
    const later = new StateMachine(
      `${name}-async`,
      { account, definition: asyncHello, refs: { connections: connectionsOf(api), waitSeconds }, logRetentionDays },
      parent,
    );
    const now = new StateMachine(
      `${name}-sync`,
      { account, definition: syncHello, refs: { waitSeconds }, type: "EXPRESS", logRetentionDays },
      parent,
    );
    const greet = (data: string) =>
      startExecution({
        stateMachineArn: later.stateMachineArn,
        input: { data: bodyJson(data), connectionId: context("connectionId") },
      });
    const answer = startSyncExecution({ stateMachineArn: now.stateMachineArn, input: bodyJson("$.data") });
    const route = (suffix: string, routeKey: string, integration: Integration) =>
      new WebSocketRoute(`${name}-${suffix}`, { api, account, routeKey, integration }, parent);
    this.routes = [
      route("async-route", "async_sfn", greet("$.data")),
      route("sync-route", "sync_sfn", answer),
      route("ping-route", "ping", reply({ type: "pong" })),
    ];
    this.nodes = { asyncHello: later, syncHello: now };
    this.greetEverything = greet("$");
    this.asyncHelloArn = later.stateMachineArn;
    this.syncHelloArn = now.stateMachineArn;
    this.registerOutputs({ asyncHelloArn: this.asyncHelloArn, syncHelloArn: this.syncHelloArn });
  }
}

/** The function that answers with what it was asked (reference 002). */
export function echo(name: string, { account, settings }: Common): Integration {
  return invokeFunction(
    new LambdaFunction(name, { account, entry: "echo.ts", logRetentionDays: settings.logRetentionDays }),
  );
}
