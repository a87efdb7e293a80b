import { connect } from "node:net";
import { expect } from "chai";
import { createEndpoint, type Endpoint } from "../../../local/endpoint/endpoint.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

describe("Connections that are no HTTP", () => {
  let environment: TestEnvironment;
  let endpoint: Endpoint;
  let port: number;

  before(async () => {
    environment = testEnvironment();
    endpoint = createEndpoint(environment);
    port = await endpoint.listen(0);
  });
  after(() => endpoint.close());

  const answerTo = (bytes: Buffer | string): Promise<string> =>
    new Promise((resolve) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(answer));
    });

  it("are told to speak plain HTTP when they speak TLS", async () => {
    const hello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);
    expect(await answerTo(hello)).to.match(/^HTTP\/1\.1 400 /);
    expect(environment.lines.at(-1)).to.equal(
      "warn A connection that speaks TLS was refused: this port speaks plain HTTP, connect with http:// or ws://.",
    );
  });

  it("are refused with the reason", async () => {
    expect(await answerTo("hello there\r\n\r\n")).to.match(/^HTTP\/1\.1 400 /);
    expect(environment.lines.at(-1)).to.match(/^warn A request was refused: it is no HTTP \(.+\)\.$/);
    const control = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Note: a\u0001b\r\n\r\n";
    expect(await answerTo(control)).to.match(/^HTTP\/1\.1 400 /);
    expect(environment.lines.at(-1)).to.match(/^warn A request was refused: it is no HTTP \(.+\)\.$/);
  });

  it("are refused when URL and headers are too long", async () => {
    expect(await answerTo(`GET /${"a".repeat(40_000)} HTTP/1.1\r\n\r\n`)).to.match(/^(?:HTTP\/1\.1 431 |$)/);
    expect(environment.lines.at(-1)).to.equal(
      "warn A request was refused: its URL and headers are longer than 32 KB together.",
    );
  });
});
