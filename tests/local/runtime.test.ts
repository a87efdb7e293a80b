import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import type { EngineEvent } from "../../local/engine/events.ts";
import { type Runtime, StartFailed, start } from "../../local/runtime.ts";
import { fileStorage } from "../../local/storage.ts";

const program = new URL("../fixtures/programs/services", import.meta.url).pathname;
const credentials = { accessKeyId: "a", secretAccessKey: "b" };

describe("The runtime", function () {
  // A program is a process of its own, and a busy machine may take its time to start one.
  this.timeout(60_000);

  it("deploys a program into its services, writes the outputs, and stops", async () => {
    const directory = mkdtempSync(join(tmpdir(), "runtime-"));
    const outputs = join(directory, "deep", "outputs.json");
    let runtime: Runtime | undefined;
    try {
      runtime = await start({ program, clock: "virtual", outputs, config: { tableName: "orders" } });
      expect(runtime.outputs).to.deep.equal({
        tableName: "orders",
        secret: "hunter2",
        awsEndpointUrl: runtime.url,
      });
      expect(JSON.parse(readFileSync(outputs, "utf8"))).to.deep.equal(runtime.outputs);
      const client = new DynamoDBClient({ endpoint: runtime.url, region: "us-east-1", credentials });
      expect((await client.send(new ListTablesCommand({}))).TableNames).to.deep.equal(["orders"]);
      client.destroy();
    } finally {
      await runtime?.stop();
      rmSync(directory, { recursive: true });
    }
  });

  it("keeps a stack from run to run in a data directory", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "runtime-"));
    try {
      const first = await start({ program, clock: "virtual", dataDir });
      await first.stop();
      const second = await start({ program, clock: "virtual", dataDir });
      expect(second.outputs["tableName"]).to.equal(first.outputs["tableName"]);
      expect((await second.engine.up()).summary.changes).to.deep.equal({ same: 2 });
      expect((await second.engine.destroy()).summary.changes).to.deep.equal({ delete: 2 });
      await second.stop();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it("says in one sentence that the port is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const error = await start({ program, port }).then(
      () => undefined,
      (thrown: StartFailed) => thrown,
    );
    expect(error?.name).to.equal("StartFailed");
    expect(error?.message).to.match(new RegExp(`^Port ${port} is in use: [^.]*\\.$`));
    other.close();
  });

  it("says in one sentence that the data directory is in use, or the outputs cannot be written, and runs nothing", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "runtime-"));
    const first = await start({ program, clock: "virtual", dataDir });
    const refused = await start({ program, dataDir }).catch(String);
    expect(refused).to.match(/^StartFailed: The data directory .* is in use by another runtime: [^.]*\.$/);
    await first.stop();
    const outputs = join(dataDir, "runtime.sqlite", "outputs.json");
    const unwritten = await start({ program, clock: "virtual", dataDir, outputs }).catch(String);
    expect(unwritten).to.match(
      /^StartFailed: The outputs cannot be written to .*\. The data directory .* keeps what has been made\.$/,
    );
    // The directory is free again: whatever ran has been stopped.
    const last = await start({ program, clock: "virtual", dataDir });
    await last.stop();
    rmSync(dataDir, { recursive: true });
  });

  it("says in one sentence that another version or somebody's hand wrote the data directory", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "runtime-"));
    for (const collection of ["logs-groups", "sqs-queues", "pulumi/services/local"]) {
      const storage = fileStorage(dataDir);
      storage.collection(collection).put("key", null);
      storage.close();
      const refused = await start({ program, clock: "virtual", dataDir }).catch(String);
      expect(refused, collection).to.match(
        /^StartFailed: The data directory .* holds what this version cannot read \(/,
      );
      rmSync(join(dataDir, "runtime.sqlite"));
    }
    rmSync(dataDir, { recursive: true });
  });

  it("makes nothing with a configuration that the project does not declare", async () => {
    const made: string[] = [];
    const onEvent = (event: EngineEvent): void => {
      if (event.kind === "step-started" && event.step.custom) made.push(event.step.urn);
    };
    const refused: unknown = await start({ program, config: { tabelName: "x" }, onEvent }).catch((error) => error);
    expect(refused).to.be.instanceOf(StartFailed);
    const { diagnostics } = refused as StartFailed;
    expect(diagnostics).to.have.length(1);
    expect(diagnostics[0]).to.match(/^unknown configuration key tabelName: Pulumi\.yaml declares tableName\b/);
    expect(made).to.deep.equal([]);
  });

  it("says what is wrong to whoever listens to no events", async () => {
    const refused: unknown = await start({ program, config: { tabelName: "x" } }).catch((error) => error);
    expect(String(refused)).to.match(
      /^StartFailed: The program could not be deployed\.\n.*unknown configuration key tabelName/,
    );
  });

  it("looks up a resource by its id and by what the program says of it", async () => {
    const lookups = new URL("../fixtures/programs/lookups", import.meta.url).pathname;
    const runtime = await start({ program: lookups, clock: "virtual" });
    expect(runtime.outputs["foundId"]).to.equal(runtime.outputs["routeId"]);
    await runtime.stop();
  });

  it("serves the services alone when nothing is to be deployed", async () => {
    const runtime = await start({ program, deploy: false });
    const provider = await runtime.serveProvider(0);
    expect(runtime.outputs).to.deep.equal({ awsEndpointUrl: runtime.url });
    expect(provider.port).to.be.greaterThan(0);
    await runtime.stop();
  });
});
