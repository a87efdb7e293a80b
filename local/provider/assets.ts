import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, unzipSync } from "fflate";

/** A file or folder on this machine. */
export interface FilePath {
  /** Absolute. */
  readonly path: string;
  /** As the program wrote it, where that starts from its own folder: a state is read on other machines too. */
  readonly given?: string;
}

/** Where an asset's bytes are. */
export type AssetSource =
  | { readonly text: string }
  | FilePath
  | { readonly uri: string }
  /** Only the hash is left: the engine drops contents from its state. */
  | { readonly gone: true };

/** Where an archive's files are. */
export type ArchiveSource =
  /** By name inside the archive; an archive inside an archive is a folder. */
  | { readonly assets: Readonly<Record<string, Asset | Archive>> }
  /** A folder, or a `.zip`, `.tar`, `.tgz` or `.tar.gz` file. */
  | FilePath
  | { readonly uri: string }
  | { readonly gone: true };

/**
 * A file as a property's value: `new pulumi.asset.StringAsset(…)` or `FileAsset(…)` in a program. Read it with
 * {@link assetBytes}. Paths are absolute.
 */
export class Asset {
  readonly kind = "asset";
  readonly source: AssetSource;
  #hash: string | undefined;

  constructor(source: AssetSource, hash?: string) {
    this.source = source;
    this.#hash = hash === "" ? undefined : hash;
  }

  /** SHA-256 of the content, in hexadecimal; assets of equal hash are equal. */
  get hash(): string {
    this.#hash ??= sha256(assetBytes(this));
    return this.#hash;
  }
}

/**
 * Files as a property's value: `new pulumi.asset.AssetArchive({…})` or `FileArchive(…)` in a program, such as the
 * `code` of a Lambda function. Read it with {@link archiveFiles}. Paths are absolute.
 */
export class Archive {
  readonly kind = "archive";
  readonly source: ArchiveSource;
  #hash: string | undefined;

  constructor(source: ArchiveSource, hash?: string) {
    this.source = source;
    this.#hash = hash === "" ? undefined : hash;
  }

  /** A hash of the files' names and contents, in hexadecimal; archives of equal hash are equal. */
  get hash(): string {
    this.#hash ??= hashOfFiles(archiveFiles(this));
    return this.#hash;
  }
}

/**
 * The bytes of an asset.
 *
 * @throws Error when the file cannot be read, or when the asset is a remote one (the local runtime does not download).
 */
export function assetBytes(asset: Asset): Uint8Array {
  const { source } = asset;
  if ("text" in source) return Buffer.from(source.text, "utf8");
  if ("path" in source) return readFileSync(source.path);
  if ("uri" in source) throw new Error(`the asset ${source.uri} is remote: the local runtime takes files and strings`);
  throw new Error("the asset's content is not kept in the state; run the program again to supply it");
}

/**
 * The files of an archive by their path inside it (`/` as separator, no leading one), in order of path.
 *
 * @throws Error when a file cannot be read, the format is unknown, or the archive is a remote one.
 */
export function archiveFiles(archive: Archive): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  collect(archive, "", files);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function collect(archive: Archive, prefix: string, files: Map<string, Uint8Array>): void {
  const { source } = archive;
  if ("assets" in source) {
    for (const [name, member] of Object.entries(source.assets)) {
      if (member instanceof Asset) files.set(prefix + name, assetBytes(member));
      else collect(member, `${prefix}${name}/`, files);
    }
    return;
  }
  if ("path" in source) {
    if (statSync(source.path).isDirectory()) collectFolder(source.path, prefix, files);
    else collectPacked(source.path, prefix, files);
    return;
  }
  if ("uri" in source)
    throw new Error(`the archive ${source.uri} is remote: the local runtime takes files and folders`);
  throw new Error("the archive's content is not kept in the state; run the program again to supply it");
}

function collectFolder(folder: string, prefix: string, files: Map<string, Uint8Array>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(prefix + path.slice(folder.length).replaceAll("\\", "/").replace(/^\/+/, ""), readFileSync(path));
  }
}

function collectPacked(path: string, prefix: string, files: Map<string, Uint8Array>): void {
  const content = readFileSync(path);
  if (/\.(zip|jar)$/i.test(path)) {
    for (const [name, bytes] of Object.entries(unzipSync(content))) {
      if (!name.endsWith("/")) files.set(prefix + name, bytes);
    }
  } else if (/\.(tgz|tar\.gz)$/i.test(path)) collectTar(gunzipSync(content), prefix, files);
  else if (/\.tar$/i.test(path)) collectTar(content, prefix, files);
  else throw new Error(`${path} is no archive: a folder, .zip, .jar, .tar, .tgz or .tar.gz is expected`);
}

const TAR_BLOCK = 512;

/** Regular files of a ustar archive; the 100-byte name with its prefix field is what archivers write for code bundles. */
function collectTar(content: Uint8Array, prefix: string, files: Map<string, Uint8Array>): void {
  const text = (start: number, length: number): string =>
    Buffer.from(content.subarray(start, start + length))
      .toString("utf8")
      .replace(/\0.*$/s, "");
  for (let at = 0; at + TAR_BLOCK <= content.length && content[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12).trim() || "0", 8);
    const type = text(at + 156, 1);
    const folder = text(at + 345, 155);
    const name = (folder === "" ? "" : `${folder}/`) + text(at, 100);
    const body = at + TAR_BLOCK;
    if (type === "" || type === "0") files.set(prefix + name.replace(/^\.\//, ""), content.slice(body, body + size));
    at = body + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

function hashOfFiles(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(`${name}\0${sha256(bytes)}\n`);
  return hash.digest("hex");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
