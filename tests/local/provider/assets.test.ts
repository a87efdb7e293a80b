import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { zipSync } from "fflate";
import { Archive, Asset, archiveFiles, assetBytes } from "../../../local/provider/assets.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const read = (archive: Archive): Record<string, string> =>
  Object.fromEntries([...archiveFiles(archive)].map(([name, content]) => [name, Buffer.from(content).toString()]));

describe("Assets and archives", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "assets-"));
    mkdirSync(join(folder, "src", "deep"), { recursive: true });
    writeFileSync(join(folder, "src", "index.mjs"), "a");
    writeFileSync(join(folder, "src", "deep", "b.json"), "{}");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const FILES = { "deep/b.json": "{}", "index.mjs": "a" };

  it("are files by path, from strings, files, folders and archives within", () => {
    const archive = new Archive({
      assets: {
        "index.mjs": new Asset({ text: "a" }),
        lib: new Archive({ path: join(folder, "src") }),
        "copy.json": new Asset({ path: join(folder, "src", "deep", "b.json") }),
      },
    });
    expect(read(archive)).to.deep.equal({
      "copy.json": "{}",
      "index.mjs": "a",
      "lib/deep/b.json": "{}",
      "lib/index.mjs": "a",
    });
  });

  it("are read from a zip file", () => {
    const file = join(folder, "code.zip");
    writeFileSync(file, zipSync({ "index.mjs": bytes("a"), deep: { "b.json": bytes("{}") } }));
    expect(read(new Archive({ path: file }))).to.deep.equal(FILES);
  });

  it("are read from a tar file, packed or not", () => {
    const entry = (name: string, content: string): Buffer => {
      const header = Buffer.alloc(512);
      header.write(name, 0);
      header.write(content.length.toString(8).padStart(11, "0"), 124);
      header.write("0", 156);
      return Buffer.concat([header, Buffer.from(content.padEnd(512, "\0"))]);
    };
    const tar = Buffer.concat([entry("./index.mjs", "a"), entry("deep/b.json", "{}"), Buffer.alloc(1024)]);
    writeFileSync(join(folder, "code.tar"), tar);
    writeFileSync(join(folder, "code.tgz"), gzipSync(tar));
    expect(read(new Archive({ path: join(folder, "code.tar") }))).to.deep.equal(FILES);
    expect(read(new Archive({ path: join(folder, "code.tgz") }))).to.deep.equal(FILES);
  });

  it("have the same hash when they have the same files, wherever from", () => {
    const text = new Archive({
      assets: { "index.mjs": new Asset({ text: "a" }), "deep/b.json": new Asset({ text: "{}" }) },
    });
    const files = new Archive({ path: join(folder, "src") });
    expect(files.hash).to.equal(text.hash);
    writeFileSync(join(folder, "src", "index.mjs"), "b");
    expect(new Archive({ path: join(folder, "src") }).hash).to.not.equal(text.hash);
  });

  it("say what they cannot be", () => {
    expect(() => assetBytes(new Asset({ uri: "https://x" }))).to.throw("https://x is remote");
    expect(() => archiveFiles(new Archive({ gone: true }))).to.throw("not kept in the state");
    writeFileSync(join(folder, "code.rar"), "");
    expect(() => archiveFiles(new Archive({ path: join(folder, "code.rar") }))).to.throw("code.rar is no archive");
  });
});
