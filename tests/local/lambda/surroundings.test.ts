import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stopAll, subject } from "./support.ts";

/** Tells what it finds, and makes a call as SDK clients do that nobody configures. */
const CURIOUS = `import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
export const handler = async () => {
  const client = new DynamoDBClient({ maxAttempts: 1 });
  await client.send(new ListTablesCommand({}));
  const { accessKeyId } = await client.config.credentials();
  const child = execFileSync("/usr/bin/env", ["-0"]).toString();
  return { home: homedir(), accessKeyId, own: Object.keys(process.env), child: child.match(/[^\\0=]+(?==)/g) };
}`;

describe("What surrounds a function", () => {
  const before = { ...process.env };
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "home-"));
  });
  afterEach(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    rmSync(home, { recursive: true });
    await stopAll();
  });

  it("has nothing of the developer's: no variables, no ~/.aws with its credentials and settings", async () => {
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws", "config"), "[default]\nuse_fips_endpoint = true\n");
    const secret = "[default]\naws_access_key_id = REAL\naws_secret_access_key = REAL\n";
    writeFileSync(join(home, ".aws", "credentials"), secret);
    const mine = { HOME: home, AWS_PROFILE: "default", AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://localhost:1" };
    Object.assign(process.env, mine);
    const server = createServer((_request, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { create, invoke, environment } = subject();
    Object.assign(environment, { endpointUrl: `http://localhost:${(server.address() as AddressInfo).port}` });
    try {
      await create("curious", { "index.mjs": CURIOUS });
      const { payload, error } = await invoke("curious");
      const { own = [], child = [], ...found } = payload as Record<string, readonly string[]>;
      expect(error).to.equal(undefined);
      expect(found).to.deep.equal({ home: "/home/sbx_user1051", accessKeyId: "ASIATEST" });
      for (const name of Object.keys(mine)) expect([...own, ...child]).to.not.include(name);
      expect(child).to.include("AWS_ENDPOINT_URL");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
