import { existsSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject } from "../../json.ts";
import { EXIT, Refusal, systemCode } from "../refusal.ts";
import { readJsonFile, refused, writeJsonFile } from "./json-file.ts";
import { StackFolder } from "./stack-folder.ts";

/** What the Pulumi CLI takes for a name of a stack. */
const NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * The folder with everything that is known of local stacks, as `PULUMI_BACKEND_URL=file://FOLDER` names it; `.data` next
 * to `Pulumi.yaml` without that. The real CLI keeps its own files in the same folder, apart from these.
 */
export class StateFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * @param project the folder of `Pulumi.yaml`, where it is asked for.
   * @throws Refusal when the back end is not a folder.
   */
  static of(environment: NodeJS.ProcessEnv, project: () => string): StateFolder {
    const url = environment["PULUMI_BACKEND_URL"];
    if (url === undefined || url === "") return new StateFolder(join(project(), ".data"));
    if (!url.startsWith("file://")) {
      throw new Refusal(
        `the embedded engine keeps stacks in a folder (PULUMI_BACKEND_URL=file://FOLDER), not in ${url}`,
      );
    }
    const path = url.slice("file://".length);
    return new StateFolder(
      path.startsWith("/")
        ? fileURLToPath(url)
        : resolve(path.startsWith("~") ? "/" : project(), path.replace(/^~(?=\/|$)/, homedir())),
    );
  }

  /**
   * A stack's place, whether there is such a stack or not.
   *
   * @throws Refusal when the name is not legal.
   */
  place(qualified: string): StackFolder {
    const name = qualified.split("/").at(-1) ?? "";
    if (!NAME.test(name) || /^\.+$/.test(name)) {
      throw new Refusal(
        `${JSON.stringify(qualified)} is no name for a stack: 1 to 100 letters, digits, hyphens, underscores and periods`,
        EXIT.usage,
      );
    }
    return new StackFolder(name, join(this.directory, "stacks", name));
  }

  /** @throws Refusal in the words by which the Automation API knows a `StackNotFoundError`. */
  existing(name: string): StackFolder {
    const stack = this.place(name);
    if (stack.exists()) return stack;
    throw new Refusal(`no stack named '${stack.name}' found`, EXIT.stackNotFound);
  }

  /** Every place, those included where a stack was being made or removed when its process died. */
  places(): readonly StackFolder[] {
    const folder = join(this.directory, "stacks");
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => new StackFolder(name, join(folder, name)))
        .sort((a, b) => a.name.localeCompare(b.name));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return [];
      throw refused("read", folder, error);
    }
  }

  /** The stack that commands without `--stack` are about. */
  get selected(): string | undefined {
    const json = readJsonFile(this.#selection);
    const name = isObject(json) ? json["stack"] : undefined;
    return typeof name === "string" ? name : undefined;
  }

  select(name: string): void {
    if (this.selected !== name) writeJsonFile(this.#selection, { stack: name });
  }

  unselect(name: string): void {
    if (this.selected === name) rmSync(this.#selection, { force: true });
  }

  get #selection(): string {
    return join(this.directory, "selected.json");
  }
}

/**
 * The folder of `Pulumi.yaml`: this one or the nearest above.
 *
 * @throws Refusal when there is none.
 */
export function projectFolder(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) {
      throw new Refusal(`no Pulumi.yaml project file found in ${resolve(from)} or above it`, EXIT.usage);
    }
  }
}
