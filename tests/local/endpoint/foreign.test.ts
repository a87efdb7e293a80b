import { connect } from "node:net";
import { expect } from "chai";
import foreignCases from "../../cases/endpoint/foreign.json" with { type: "json" };
import httpCases from "../../cases/endpoint/http.json" with { type: "json" };
import { type Toy, toyEndpoint } from "./toy-service.ts";
import { TOYS } from "./toy-services.ts";

interface ForeignCase {
  readonly name: string;
  readonly method?: string;
  readonly version?: string;
  /** Before the path, for a whole URL. */
  readonly target?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly says?: string;
}

interface HttpCase {
  readonly name: string;
  /** `SIGNED` stands for a signature and a target. */
  readonly request: string;
  readonly statuses: readonly number[];
  readonly calls: number;
  readonly says?: string;
}

/** What an image or a form can ask for: everything is in the URL. */
const PRESIGNED =
  "/?Action=Publish&Version=2010-03-31&X-Amz-Credential=AKID%2F20240110%2Fus-east-1%2Fsns%2Faws4_request";
const SIGNED =
  "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20240110/us-east-1/dynamodb/aws4_request\r\n" +
  "X-Amz-Target: DynamoDB_20120810.ListTables";

describe("Requests that a browser may have been made to send", () => {
  let toy: Toy;

  before(async () => {
    toy = await toyEndpoint(TOYS);
  });
  beforeEach(() => {
    toy.inputs.length = 0;
    toy.lines.length = 0;
  });
  after(() => toy.endpoint.close());

  /** The statuses of what comes back until the connection ends. */
  const statuses = (bytes: string): Promise<number[]> =>
    new Promise((resolve) => {
      let answer = "";
      const socket = connect(toy.port, "127.0.0.1", () => socket.write(bytes));
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      socket.on("error", () => undefined);
      socket.on("close", () =>
        resolve([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))),
      );
    });

  for (const given of foreignCases as readonly ForeignCase[]) {
    it(given.name, async () => {
      const { method = "GET", version = "1.1", target = "", headers, status, says } = given;
      const lines = Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
      const found = await statuses(`${method} ${target}${PRESIGNED} HTTP/${version}\r\n${lines.join("")}\r\n`);
      expect({ statuses: found, calls: toy.inputs.length }).to.deep.equal({
        statuses: [status],
        calls: status === 200 ? 1 : 0,
      });
      if (status === 200) expect(toy.lines).to.deep.equal([]);
      else
        expect(toy.lines)
          .to.have.lengthOf(1)
          .and.have.property("0")
          .that.contains(says ?? "refused: ");
    });
  }

  for (const given of httpCases as readonly HttpCase[]) {
    it(given.name, async () => {
      const request = given.request.replaceAll("SIGNED", SIGNED);
      // One that is answered and not told to close would stay open.
      const found = await statuses(given.calls === 1 && !/close/i.test(request) ? closing(request) : request);
      expect({ statuses: found, calls: toy.inputs.length }).to.deep.equal({
        statuses: given.statuses,
        calls: given.calls,
      });
      if (given.says !== undefined) expect(toy.lines.join("\n")).to.contain(given.says);
    });
  }

  it("leaves the preflight of a path that is a module's to the module", async () => {
    toy.endpoint.serve([
      {
        services: [],
        handlers: [],
        request: (request, response) => {
          if (request.url !== "/api/dev") return false;
          response.writeHead(403).end();
          return true;
        },
      },
    ]);
    const preflight = (path: string): Promise<number> =>
      fetch(`${toy.url}${path}`, {
        method: "OPTIONS",
        headers: { origin: "http://localhost:5173", "access-control-request-method": "POST" },
      }).then(({ status }) => status);
    const found = [await preflight("/api/dev"), await preflight("/")];
    toy.endpoint.serve([]);
    expect(found).to.deep.equal([403, 204]);
  });
});

function closing(request: string): string {
  return request.includes("Connection: ")
    ? request.replace("Connection: ", "Connection: close, ")
    : request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
}
