import { currentAccount } from "./infra/account.ts";
import { LambdaFunction } from "./infra/lambda-function.ts";
import { sessionRoutes } from "./infra/sessions.ts";
import { SessionsTable } from "./infra/sessions-table.ts";
import { readSettings } from "./infra/settings.ts";
import { StateMachine } from "./infra/state-machine.ts";
import { WebSocketApi } from "./infra/websocket/api.ts";
import { invokeFunction } from "./infra/websocket/integrations/lambda.ts";
import { startExecution, startSyncExecution } from "./infra/websocket/integrations/step-functions.ts";
import { WebSocketRoute } from "./infra/websocket/route.ts";
import { WebSocketStage } from "./infra/websocket/stage.ts";
import { bodyJson, context } from "./infra/websocket/templates.ts";
import { asyncHello } from "./statemachines/async-hello.ts";
import { syncHello } from "./statemachines/sync-hello.ts";

const settings = readSettings();
const account = currentAccount();
const { logRetentionDays, waitSeconds } = settings;

const sessions = new SessionsTable("sessions");
const api = new WebSocketApi("api", { stageName: settings.stageName });
const connections = { host: api.host, stage: settings.stageName, arn: api.connectionsArn };

const echo = new LambdaFunction("echo", { account, entry: "echo.ts", logRetentionDays });
const hello = new StateMachine("async-hello", {
  account,
  definition: asyncHello,
  refs: { connections, waitSeconds },
  logRetentionDays,
});
const helloNow = new StateMachine("sync-hello", {
  account,
  definition: syncHello,
  refs: { waitSeconds },
  type: "EXPRESS",
  logRetentionDays,
});

const sayHello = (data: string) =>
  startExecution({
    stateMachineArn: hello.stateMachineArn,
    input: { data: bodyJson(data), connectionId: context("connectionId") },
  });
const fallback = settings.defaultRoute === "echo" ? invokeFunction(echo) : sayHello("$");

const routes = [
  ...sessionRoutes({ api, account, table: sessions, sessionHours: settings.sessionHours }),
  new WebSocketRoute("default", { api, account, routeKey: "$default", integration: fallback }),
  new WebSocketRoute("sync-sfn", {
    api,
    account,
    routeKey: "sync_sfn",
    integration: startSyncExecution({ stateMachineArn: helloNow.stateMachineArn, input: bodyJson("$.data") }),
  }),
  new WebSocketRoute("async-sfn", { api, account, routeKey: "async_sfn", integration: sayHello("$.data") }),
];
const stage = new WebSocketStage("stage", { api, routes, logLevel: settings.logLevel, logRetentionDays });

export const webSocketUrl = stage.url;
export const connectionsUrl = api.connectionsUrl;
export const sessionsTableName = sessions.tableName;
export const asyncHelloArn = hello.stateMachineArn;
export const syncHelloArn = helloNow.stateMachineArn;
