import { execFileSync } from "node:child_process";
import { expect } from "chai";

const ROOT = new URL("../../../..", import.meta.url).pathname;

/** A process of its own: in this one the packages may have been loaded already. */
const SCRIPT = `
  import { createRequire } from "node:module";
  import { deferPackages } from "${ROOT}local/engine/program/deferred-packages.ts";
  const require = createRequire("${ROOT}package.json");
  deferPackages("${ROOT}");
  const pulumi = require("@pulumi/pulumi");
  const early = Object.keys(require.cache).filter((file) => /\\/pacote\\//.test(file)).length;
  const version = () => require("typescript").version;
  const price = 3;
  const { text } = await pulumi.runtime.serializeFunction(() => price * 14);
  const { default: compiler, SyntaxKind } = await import("typescript");
  console.log(JSON.stringify({ early, text, version: version(), same: compiler.SyntaxKind === SyntaxKind }));
`;

describe("the packages that Pulumi's SDK seldom needs", () => {
  it("are loaded when something of them is asked for, and are whole then", () => {
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", SCRIPT], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { early, text, version, same } = JSON.parse(printed.toString());
    expect(early).to.equal(0);
    expect(text).to.match(/price \* 14/);
    expect(version).to.match(/^\d+\.\d+\.\d+/);
    expect(same).to.equal(true);
  });
}).timeout(60_000);
