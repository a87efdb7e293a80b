import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, TagResourceCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { pulumi } from "../../../local/host/pulumi-cli.ts";
import { EmbeddedCli } from "./embedded-cli.ts";

const TABLE = "urn:pulumi:s::services::aws:dynamodb/table:Table::table";

describe("the embedded executable, as a person uses it", function () {
  this.timeout(120_000);
  const cli = new EmbeddedCli("services");
  const scratch = mkdtempSync(join(tmpdir(), "by-hand-"));

  before(async () => {
    await cli.run(["stack", "select", "--create", "s"]);
    await cli.run(["up", "--yes"]);
  });
  after(async () => {
    await cli.clear("s");
    rmSync(scratch, { recursive: true, force: true });
  });

  it("shows outputs, configuration and history in tables, and outputs for a shell", async () => {
    const outputs = await cli.run(["stack", "output"]);
    expect(outputs.stdout).to.match(/^Current stack outputs \(3\):\n {4}OUTPUT {10}VALUE\n/);
    expect(outputs.stdout).to.include("    secret          [secret]\n");
    expect((await cli.run(["stack", "output", "--shell", "tableName"])).stdout).to.equal("tableName='things'\n");
    expect((await cli.run(["config"])).stdout).to.equal("KEY         VALUE\ntableName   things\nwrongModes  []\n");
    expect((await cli.run(["stack", "history"])).stdout).to.match(
      /^Version: 0\nUpdateKind: update\nStatus: succeeded\nMessage: \n\+2-0~0 0 Updated /,
    );
    expect((await cli.run(["-C", ".", "stack", "--show-name"])).stdout).to.equal("s\n");
    expect((await cli.run(["stack", "--show-name"], { PULUMI_STACK: "t" })).stderr).to.include("no stack named 't'");
    expect((await cli.run(["up", "--help"])).stdout).to.include("--expect-no-changes");
  });

  it("asks a person at a terminal, having shown what would happen", async () => {
    const asked: string[] = [];
    const answer = async (words: readonly string[], says: string): Promise<{ code: number; text: string }> => {
      let text = "";
      const write = (more: string): void => {
        text += more;
      };
      const code = await pulumi(words, {
        workingDirectory: new URL("../../fixtures/programs/services", import.meta.url).pathname,
        environment: { ...process.env, ...cli.environment },
        out: write,
        error: write,
        signal: new AbortController().signal,
        ask: async (question) => {
          asked.push(question);
          return says;
        },
      });
      return { code, text };
    };
    const declined = await answer(["destroy"], "no");
    expect(declined.code).to.equal(8);
    expect(declined.text).to.match(/^Previewing destroy \(s\):[\s\S]*- 2 to delete[\s\S]*error: confirmation declined/);
    expect((await answer(["up"], "yes")).text).to.match(/^Previewing update \(s\):[\s\S]*\nUpdating \(s\):/);
    expect((await answer(["stack", "rm"], "t")).text).to.equal("error: confirmation declined\n");
    expect(asked.map((question) => question.split("\n")[0])).to.deep.equal([
      "Do you want to perform this destroy? (yes/no) ",
      "Do you want to perform this update? (yes/no) ",
      "This will permanently remove the 's' stack!",
    ]);
  });

  it("shows what changes with --diff, and all of it with --json", async () => {
    expect((await cli.run(["preview", "-c", "tableName=other"])).stdout).to.include("+-1 to replace");
    // The heading, marks and places are those of pulumi-engine/04-preview-update.txt.
    expect((await cli.run(["preview", "--diff"])).stdout).to.equal(
      `Previewing update (s):
  pulumi:pulumi:Stack: (same)
    [urn=urn:pulumi:s::services::pulumi:pulumi:Stack::services-s]
    +-aws:dynamodb/table:Table: (replace)
        [id=things]
        [urn=${TABLE}]
      ~ name: "things" => "other"
    --outputs:--
  ~ tableName: "things" => "other"
Resources:
    +-1 to replace
    1 unchanged

`,
    );
    const digest = JSON.parse((await cli.run(["preview", "--json"])).stdout);
    expect(digest.changeSummary).to.deep.equal({ replace: 1, same: 1 });
    expect(digest.steps.map(({ op }: { op: string }) => op)).to.deep.equal(["same", "replace"]);
    expect(digest.steps[1]).to.deep.include({
      urn: TABLE,
      diffReasons: ["name"],
      replaceReasons: ["name"],
      detailedDiff: { name: { kind: "update-replace", inputDiff: true } },
    });
    expect(digest.steps[0].oldState.outputs.secret).to.equal("[secret]");
    expect((await cli.run(["preview", "--expect-no-changes"])).code).to.equal(7);
    await cli.run(["config", "rm", "tableName"]);
    const lines = (await cli.run(["up", "--yes", "--json"])).stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).sequence)).to.deep.equal(lines.map((_, index) => index));
  });

  it("previews with --refresh without a trace", async () => {
    const address = JSON.parse((await cli.run(["stack", "output", "--json"])).stdout).awsEndpointUrl;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const client = new DynamoDBClient({ endpoint: address, region: "us-east-1", credentials });
    const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/things";
    await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: "by", Value: "hand" }] }));
    client.destroy();
    const before = await cli.run(["stack", "export", "--show-secrets"]);
    expect((await cli.run(["preview", "--refresh"])).stdout).to.include("~ 1 to update");
    expect((await cli.run(["stack", "export", "--show-secrets"])).stdout).to.equal(before.stdout);
    expect((await cli.run(["up", "--refresh", "--yes"])).stdout).to.include("~ 1 updated");
    expect((await cli.run(["refresh", "--yes", "--expect-no-changes"])).code).to.equal(0);
  });

  it("protects, forgets and imports a resource", async () => {
    const file = join(scratch, "import.json");
    expect((await cli.run(["state", "protect", TABLE, "--yes"])).code).to.equal(0);
    expect((await cli.run(["state", "delete", TABLE, "--yes"])).stderr).to.match(
      /is protected: run `pulumi state unprot/,
    );
    expect((await cli.run(["state", "unprotect", "--all", "--yes"])).code).to.equal(0);
    const root = TABLE.replace(/services::aws.*/, "services::pulumi:pulumi:Stack::services-s");
    expect((await cli.run(["state", "delete", root, "--yes"])).stderr).to.match(
      /can't be safely deleted because .*table/,
    );
    expect((await cli.run(["state", "delete", TABLE, "--yes"])).stdout).to.equal("Resource deleted\n");
    expect((await cli.run(["preview", "--import-file", file])).code).to.equal(0);
    expect(JSON.parse(readFileSync(file, "utf8"))).to.deep.equal({
      resources: [{ type: "aws:dynamodb/table:Table", name: "table", id: "<PLACEHOLDER>" }],
    });
    const words = ["import", "aws:dynamodb/table:Table", "table", "things"];
    const previewed = await cli.run([...words, "--preview-only"]);
    expect(previewed.stdout).to.include("= 1 to import");
    const imported = await cli.run([...words, "--yes"]);
    expect(imported.stdout).to.match(/Please copy the following code[\s\S]*protect: true,\n\}\);\n$/);
    expect((await cli.run(["destroy", "--yes"])).stdout).to.include("cannot be deleted because it is protected");
    const again = await cli.run(["import", "aws:dynamodb/table:Table", "table", "other", "--yes"]);
    expect(again.code).to.equal(4);
    expect(again.stdout).to.include("already exists, with the id things");
    expect((await cli.run(["up", "--yes", "--expect-no-changes"])).code).to.equal(0);
  });
});
