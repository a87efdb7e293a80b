import { execFile } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect } from "chai";
import { exchangeOverNetwork, type HttpRequest } from "../../local/http-exchange.ts";
import { isPlainLoopback, outboundUrl } from "../../local/outbound-url.ts";

describe("Requests to servers outside", () => {
  let server: Server;
  const listen = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const get = (url: string): HttpRequest => ({ method: "GET", url, headers: [], body: undefined });
  const limits = { signal: new AbortController().signal, bytes: 10 };
  const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

  it("read no more than they may", async () => {
    const url = await listen((_, response) => {
      response.write("x".repeat(11));
    });
    expect(await failure(exchangeOverNetwork(get(url), limits))).to.have.property("name", "ResponseTooLarge");
  });

  it("end with the reason of their signal, before and while the answer arrives", async () => {
    for (const listener of [
      () => undefined,
      (_: unknown, response: { write(text: string): void }) => response.write("x"),
    ]) {
      const abort = new AbortController();
      const url = await listen((request, response) => {
        listener(request, response);
        setImmediate(() => abort.abort(new Error("enough")));
      });
      const error = await failure(exchangeOverNetwork(get(url), { ...limits, signal: abort.signal }));
      expect(error).to.have.property("message", "enough");
      server.closeAllConnections();
      server.close();
    }
  });

  it("fail when the answer breaks off, and when a header cannot be sent", async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, { "Content-Length": "5" });
      response.write("x", () => response.destroy());
    });
    expect(await failure(exchangeOverNetwork(get(url), limits))).to.be.instanceOf(Error);
    const request: HttpRequest = { ...get(url), headers: [["x", "a\r\nb"]] };
    expect(await failure(exchangeOverNetwork(request, limits))).to.be.instanceOf(TypeError);
  });

  it("keep no process alive that has nothing else to do", async () => {
    const url = await listen(() => undefined);
    const module = JSON.stringify(new URL("../../local/http-exchange.ts", import.meta.url).href);
    const code = `import { exchangeOverNetwork } from ${module};
      const request = { method: "GET", url: ${JSON.stringify(url)}, headers: [], body: undefined };
      void exchangeOverNetwork(request, { signal: new AbortController().signal, bytes: 1 });`;
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);
    expect(await run).to.have.property("stderr", "");
  });
});

describe("URLs outside", () => {
  for (const [text, taken, plain] of [
    ["https://api.example.com/v1?a=b", true, false],
    ["https://localhost:8443/", true, false],
    ["http://localhost:8080/x", true, true],
    ["http://shop.localhost/", true, true],
    ["http://127.1.2.3/", true, true],
    ["http://[::1]:3000/", true, true],
    ["http://example.com/", false, false],
    ["http://localhost.example.com/", false, false],
    ["http://127.0.0.1.example.com/", false, false],
    ["http://10.0.0.1/", false, false],
    ["https://user:password@example.com/", false, false],
    ["ftp://localhost/", false, false],
    ["https://example.com/{id}", false, false],
    ["https://example.com/a b", false, false],
    ["https://example.com/ü", true, false],
    ["/path", false, false],
    ["", false, false],
  ] as const) {
    it(`${taken ? "include" : "do not include"} ${text}`, () => {
      const url = outboundUrl(text);
      expect(url !== undefined).to.equal(taken);
      if (url !== undefined) expect(isPlainLoopback(url)).to.equal(plain);
    });
  }
});
