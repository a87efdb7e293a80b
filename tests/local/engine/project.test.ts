import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { configurationOf, configurationProblems } from "../../../local/engine/configuration.ts";
import { readProject } from "../../../local/engine/project.ts";

const PROJECT = `
name: shop
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
config:
  stageName: { type: string, default: dev }
  waitSeconds: { type: integer, default: 5 }
  edge: { type: boolean, default: false }
  tags: { type: array, default: [a] }
  aws:region: { description: not ours }
`;

describe("A project and its configuration", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "project-"));
    writeFileSync(join(directory, "Pulumi.yaml"), PROJECT);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const configured = (given: Readonly<Record<string, string>>, stackFile?: string) => {
    if (stackFile !== undefined) writeFileSync(join(directory, "Pulumi.dev.yaml"), stackFile);
    return configurationOf(readProject(directory), "dev", given);
  };

  it("has arguments for Node.js, as words of a shell", () => {
    const nodeArgumentsOf = (options: string): readonly string[] => {
      writeFileSync(join(directory, "Pulumi.yaml"), `name: shop\nruntime: { name: nodejs, options: ${options} }`);
      return readProject(directory).nodeArguments;
    };
    expect(nodeArgumentsOf("{}")).to.deep.equal([]);
    expect(nodeArgumentsOf(`{ nodeargs: '--trace-exit --title="two words" "--x=1"' }`)).to.deep.equal([
      "--trace-exit",
      "--title=two words",
      "--x=1",
    ]);
  });

  it("is refused in one sentence when it cannot be used", () => {
    const refusals: Readonly<Record<string, RegExp>> = {
      "": /Pulumi\.yaml has no name$/,
      "name: shop": /Pulumi\.yaml has no runtime: nodejs is served$/,
      "name: shop\nruntime: python": /Pulumi\.yaml has the runtime python: only nodejs is served$/,
      "name: shop\nruntime: nodejs\nconfig: 5": /Pulumi\.yaml has a config that is no map of keys to declarations$/,
      "a: [": /Pulumi\.yaml is no YAML: /,
    };
    for (const [text, refusal] of Object.entries(refusals)) {
      writeFileSync(join(directory, "Pulumi.yaml"), text);
      expect(() => readProject(directory), text).to.throw(refusal);
    }
    rmSync(join(directory, "Pulumi.yaml"));
    mkdirSync(join(directory, "Pulumi.yaml"));
    expect(() => readProject(directory)).to.throw(/Pulumi\.yaml cannot be read: EISDIR/);
  });

  it("has the declared defaults as text", () => {
    expect(configured({})).to.deep.equal({
      "aws:region": "us-east-1",
      "shop:stageName": "dev",
      "shop:waitSeconds": "5",
      "shop:edge": "false",
      "shop:tags": '["a"]',
    });
  });

  it("takes the stack's values over them, and what is given now over those", () => {
    const stackFile = "config:\n  shop:waitSeconds: 7\n  shop:edge: true\n  aws:region: eu-west-1\n";
    expect(configured({ edge: "false", "shop:stageName": "x" }, stackFile)).to.include({
      "aws:region": "eu-west-1",
      "shop:waitSeconds": "7",
      "shop:edge": "false",
      "shop:stageName": "x",
    });
  });

  it("takes a key without namespace in the stack's file as the project's", () => {
    expect(configured({}, "config:\n  waitSeconds: 7\n  edge:\n    deep: [1]\n")).to.include({
      "shop:waitSeconds": "7",
      "shop:edge": '{"deep":[1]}',
    });
  });

  it("takes what the project's file gives to others, and the stack's over that", () => {
    const own = "name: shop\nruntime: nodejs\nconfig:\n  aws:region: eu-west-1\n  aws:profile:\n    value: mine\n";
    writeFileSync(join(directory, "Pulumi.yaml"), own);
    const given = { "aws:region": "eu-west-1", "aws:profile": "mine" };
    expect(configured({})).to.deep.equal(given);
    expect(configured({}, "config:\n  aws:region: eu-north-1\n")).to.deep.equal({
      ...given,
      "aws:region": "eu-north-1",
    });
  });

  it("knows every key that the project does not declare, and every value of another type", () => {
    const given = { waitSecond: "5", waitSeconds: "soon", edge: "maybe", tags: "a", "other:key": "1" };
    const project = readProject(directory);
    expect(configurationProblems(project, configurationOf(project, "dev", given))).to.have.members([
      'waitSeconds must be of type integer, not "soon"',
      'edge must be of type boolean, not "maybe"',
      'tags must be of type array, not "a"',
      "unknown configuration key waitSecond: Pulumi.yaml declares stageName, waitSeconds, edge, tags",
      "unknown configuration key other:key: the namespaces served are shop and aws",
    ]);
    expect(configurationProblems(project, configurationOf(project, "dev", { waitSeconds: "-7" }))).to.deep.equal([]);
  });

  it("refuses an encrypted value by name", () => {
    const stackFile = "config:\n  shop:stageName:\n    secure: v1:abc\n";
    expect(() => configured({}, stackFile)).to.throw("--config shop:stageName=VALUE");
  });

  it("says what is wrong with a project", () => {
    expect(() => readProject(join(directory, "none"))).to.throw("there is no Pulumi.yaml in");
    writeFileSync(join(directory, "Pulumi.yaml"), "name: a\nruntime: python\n");
    expect(() => readProject(directory)).to.throw("only nodejs is served");
    writeFileSync(join(directory, "Pulumi.yaml"), "name: [\n");
    expect(() => readProject(directory)).to.throw("is no YAML");
  });
});
