import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { createEndpoint, type Endpoint } from "../../../local/endpoint/endpoint.ts";
import type { Module } from "../../../local/module.ts";
import { testEnvironment } from "../../support/environment.ts";

const HANDSHAKE =
  "GET /api/prod HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n";

describe("the AWS endpoint, before anything is served", () => {
  let endpoint: Endpoint;
  let port: number;
  let served: string[];
  let module: Module;

  beforeEach(async () => {
    endpoint = createEndpoint(testEnvironment());
    port = await endpoint.listen(0);
    served = [];
    module = {
      services: [],
      handlers: [],
      request: (request, response) => {
        served.push(`request ${request.url}`);
        response.end("served");
        return true;
      },
      upgrade: (request, socket) => {
        served.push(`handshake ${request.url}`);
        socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        return true;
      },
    };
  });
  afterEach(() => endpoint.close());

  /** A client whose request has arrived, as one that came after it has. */
  async function send(text: string): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(text);
    await arrived();
    return socket;
  }

  /** Waits until the server has answered something that it never lets wait: a request that nobody can read. */
  async function arrived(): Promise<void> {
    const socket = connect(port, "127.0.0.1");
    socket.write("nonsense\r\n\r\n");
    await once(socket, "data");
    socket.destroy();
  }

  it("lets requests and handshakes wait, and serves them when it can", async () => {
    const answer = fetch(`http://127.0.0.1:${port}/hello`);
    const handshake = await send(HANDSHAKE);
    await arrived();
    expect(served).to.deep.equal([]);
    const upgraded = once(handshake, "data");
    endpoint.serve([module]);
    expect(await (await answer).text()).to.equal("served");
    expect(String((await upgraded)[0])).to.match(/^HTTP\/1\.1 101 /);
    expect(served.sort()).to.deep.equal(["handshake /api/prod", "request /hello"]);
    handshake.destroy();
  });

  it("serves nobody who has left: who asks again would be served twice", async () => {
    const socket = await send("GET /order HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.destroy();
    await arrived();
    endpoint.serve([module]);
    await fetch(`http://127.0.0.1:${port}/again`);
    expect(served).to.deep.equal(["request /again"]);
  });

  it("turns away those that wait when it is closed", async () => {
    const answer = fetch(`http://127.0.0.1:${port}/hello`).catch(() => "turned away");
    const handshake = await send(HANDSHAKE);
    const gone = once(handshake, "close");
    await endpoint.close();
    await gone;
    expect(await answer).to.equal("turned away");
    endpoint.serve([module]);
    expect(served).to.deep.equal([]);
  });
});
