import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import { invalid } from "./errors.ts";

/** A function's archive as the store knows it. */
export interface StoredCode {
  /** Base64, as Lambda reports it. */
  readonly sha256: string;
  readonly size: number;
}

/** The unzipped size Lambda takes, in bytes. */
const MAX_UNZIPPED = 262_144_000;

/**
 * Functions' code, unpacked once per archive: in the data directory, or in a temporary folder that goes with the
 * process. Handlers are loaded from there, so what a handler finds around it is its archive and nothing of ours.
 */
export class CodeStore {
  readonly #kept: string | undefined;
  #temporary: string | undefined;

  /** @param directory the data directory, when there is one. */
  constructor(directory: string | undefined) {
    this.#kept = directory === undefined ? undefined : join(directory, "lambda-code");
  }

  /**
   * Takes an archive.
   *
   * @throws AwsError `InvalidParameterValueException` when it cannot be unpacked or is too large.
   */
  add(zip: Uint8Array): StoredCode {
    const digest = createHash("sha256").update(zip).digest();
    const stored = { sha256: digest.toString("base64"), size: zip.length };
    const folder = this.folder(stored.sha256);
    if (existsSync(folder)) return stored;
    const files = unzip(zip);
    // A folder that exists is complete: it gets its name when everything is in it.
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    for (const [name, content] of files) {
      const path = resolve(partial, name);
      if (!path.startsWith(partial + sep)) throw unreadable();
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    writeFileSync(`${folder}.zip`, zip);
    renameSync(partial, folder);
    return stored;
  }

  /** The folder with an archive's files, AWS's `/var/task`. */
  folder(sha256: string): string {
    return join(this.#root(), folderName(sha256));
  }

  /** Where the archive itself can be read. */
  archive(sha256: string): string {
    return `${this.folder(sha256)}.zip`;
  }

  /**
   * Removes what will not be needed again: everything temporary, and in the data directory the archives of functions that
   * have gone, and those of a start that was thrown away.
   *
   * @param archives tells which archives the kept functions have.
   */
  dispose(archives: () => ReadonlySet<string>): void {
    if (this.#temporary !== undefined) rmSync(this.#temporary, { recursive: true, force: true });
    this.#temporary = undefined;
    if (this.#kept === undefined || !existsSync(this.#kept)) return;
    const needed = new Set([...archives()].map(folderName));
    for (const entry of readdirSync(this.#kept)) {
      const [folder = ""] = entry.split(".");
      if (!needed.has(folder)) rmSync(join(this.#kept, entry), { recursive: true, force: true });
    }
    if (needed.size === 0) rmdirSync(this.#kept);
  }

  #root(): string {
    if (this.#kept !== undefined) {
      mkdirSync(this.#kept, { recursive: true });
      return this.#kept;
    }
    this.#temporary ??= mkdtempSync(join(tmpdir(), "websocket-orders-lambda-"));
    return this.#temporary;
  }
}

function folderName(sha256: string): string {
  return Buffer.from(sha256, "base64").toString("hex");
}

function unzip(zip: Uint8Array): [string, Uint8Array][] {
  let size = 0;
  // A file that would go beyond the limit is not unpacked: a few bytes of an archive can stand for gigabytes.
  const isSmall = (file: { readonly originalSize: number }): boolean => {
    size += file.originalSize;
    return size < MAX_UNZIPPED;
  };
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, { filter: isSmall });
  } catch {
    throw unreadable();
  }
  if (size >= MAX_UNZIPPED) throw invalid(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
  const entries = Object.entries(files).filter(([name]) => !name.endsWith("/"));
  if (entries.length === 0) throw invalid("Uploaded file must be a non-empty zip");
  return entries;
}

function unreadable(): Error {
  return invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
}
