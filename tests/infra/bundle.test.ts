import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect } from "chai";
import { bundled, edgeCode } from "../../infra/bundle.ts";
import { UserError } from "../../infra/errors.ts";

const ROOT = join(import.meta.dirname, "../..");
const FUNCTIONS = join(ROOT, "functions");

function code(entry: string): Promise<string> {
  return textOf(bundled(entry));
}

async function textOf(bundle: ReturnType<typeof bundled>): Promise<string> {
  const { assets } = await bundle;
  const file = (await assets)["index.mjs"];
  return file !== undefined && "text" in file ? String(await file.text) : "";
}

function entryWith(source: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "bundle-")), "broken.ts");
  writeFileSync(file, source);
  return relative(FUNCTIONS, file);
}

async function refusal(attempt: Promise<unknown>): Promise<UserError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (caught) => caught,
  );
  if (error instanceof UserError) return error;
  throw new Error("a UserError was expected");
}

describe("function bundles", () => {
  it("hold everything that a function imports and nothing of this machine", async () => {
    const text = await code("notifier.ts");
    expect(text).to.include("PostToConnectionCommand");
    expect([...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from)).to.satisfy((names: string[]) =>
      names.every((name) => name.startsWith("node:") || /^[a-z_/0-9]+$/.test(name)),
    );
    expect(text).not.to.include(join(import.meta.dirname, "../.."));
  });

  it("are the same every time", async () => {
    const [first, second] = await Promise.all([code("payment.ts"), code("payment.ts")]);
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(hash(first)).to.equal(hash(second));
  });

  it("are the same in a working copy whose packages are a link", async () => {
    const copy = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      for (const name of ["functions", "infra", "package.json"])
        cpSync(join(ROOT, name), join(copy, name), { recursive: true });
      symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
      const there: typeof import("../../infra/bundle.ts") = await import(join(copy, "infra/bundle.ts"));
      expect(await textOf(there.bundled("notifier.ts"))).to.equal(await code("notifier.ts"));
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it("name file, line and column of a mistake", async () => {
    const error = await refusal(bundled(entryWith("export const a = 1;\nexport const handler = = 2;\n")));
    expect(error.problems).to.have.lengthOf(1);
    expect(error.problems[0]?.where).to.match(/broken\.ts:2:24$/);
    expect(error.message).to.include('Unexpected "="');
  });

  it("name a file that is not there", async () => {
    expect((await refusal(bundled("nothing.ts"))).message).to.include("functions/nothing.ts");
  });

  it("name an import that is not there", async () => {
    const error = await refusal(bundled(entryWith('import "./absent.ts";\n')));
    expect(error.problems[0]?.reason).to.include("./absent.ts");
  });
});

describe("code for CloudFront", () => {
  it("is one plain function", async () => {
    const text = await edgeCode("viewer-request.ts");
    expect(text).to.match(/^function handler\(event\) \{$/m);
    expect(text).not.to.match(/\b(?:import|export|class)\b/);
    expect(Buffer.byteLength(text)).to.be.lessThan(10_240);
  });

  it("names file, line and column of a mistake", async () => {
    const error = await refusal(edgeCode(entryWith("export function handler( {\n")));
    expect(error.problems[0]?.where).to.match(/broken\.ts:\d+:\d+$/);
  });
});
