import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const LAUNCH = join(import.meta.dirname, "../../../local/launch.js");
const PROJECT = join(import.meta.dirname, "../../..");

/** What any page in this machine's browser, and whoever tries ports, can send. */
const STRANGERS: readonly { readonly name: string; readonly bytes: string }[] = [
  {
    name: "a page's request, with a message in its body",
    bytes: 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\n{"request":{"kind":"stop"}}\n',
  },
  { name: "a message without the token", bytes: '{"request":{"kind":"stop"}}\n' },
  { name: "a message with another token", bytes: '{"token":"guessed","request":{"kind":"stop"}}\n' },
  { name: "no message", bytes: "null\n" },
  { name: "half a message", bytes: '{"token":\n' },
];

describe("the host's control port", function () {
  this.timeout(60_000);
  let directory: string;
  let host: ChildProcess;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "host-"));
    const args = [LAUNCH, "host/host-main.ts", PROJECT, directory];
    host = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
    if (host.stdout !== null) await once(host.stdout, "data");
  });
  after(() => {
    host.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });

  const address = (): { port: number; token: string } => JSON.parse(readFileSync(join(directory, "host.json"), "utf8"));

  /** Everything that comes back until the connection ends. */
  const answerTo = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = "";
      const socket = connect(address().port, "127.0.0.1", () => socket.write(bytes));
      socket.on("data", (chunk) => {
        answer += chunk.toString("utf8");
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(answer));
    });

  for (const { name, bytes } of STRANGERS) {
    it(`ends the connection on ${name}`, async () => {
      expect(await answerTo(bytes)).to.equal("");
    });
  }

  it("still answers who has the token, which only its owner can read", async () => {
    expect(statSync(join(directory, "host.json")).mode & 0o777).to.equal(0o600);
    const { token } = address();
    const request = { kind: "stop" };
    expect(JSON.parse(await answerTo(`${JSON.stringify({ token, request })}\n`))).to.deep.equal({
      kind: "answer",
      value: null,
    });
  });
});
