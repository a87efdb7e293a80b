import { expect } from "chai";
import { readyMessage } from "../../../local/cli/ready-message.ts";

const url = "http://localhost:4900";
const webSocketUrl = "ws://localhost:4900/abc/dev";

describe("The message when the system is ready", () => {
  it("has the URLs, the tables and lines to paste", () => {
    const outputs = {
      webSocketUrl,
      sessionsTableName: "sessions-1",
      ordersTableName: "orders-2",
      edgeUrl: "ws://edge",
    };
    const message = readyMessage({ outputs, url }, 4901);
    expect(message).to.match(/^ {2}WebSocket +ws:\/\/localhost:4900\/abc\/dev$/m);
    expect(message).to.match(/^ {2}Edge +ws:\/\/edge$/m);
    expect(message).to.match(/^ {2}Orders table +orders-2$/m);
    expect(message).to.include('npx wscat -c "ws://localhost:4900/abc/dev"');
    expect(message).to.match(/^ {2}export AWS_ACCESS_KEY_ID=\w+ AWS_SECRET_ACCESS_KEY=\w+ AWS_DEFAULT_REGION=[\w-]+$/m);
    expect(message).to.include(`aws --endpoint-url ${url} dynamodb scan --table-name sessions-1`);
    expect(message).to.match(/^ {2}export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true$/m);
    expect(message).to.match(/^ {2}PULUMI_DEBUG_PROVIDERS=aws:4901 pulumi up$/m);
  });

  it("leaves out what a program does not have", () => {
    expect(readyMessage({ outputs: { webSocketUrl, edgeUrl: "" }, url }, 1)).to.not.match(/Edge|dynamodb/);
    expect(readyMessage({ outputs: {}, url }, 1)).to.not.match(/WebSocket|wscat/);
  });
});
