import { isObject } from "../json.ts";
import { ensureHost, runningHost, stopHost } from "./process/host-client.ts";
import type { ServeAnswer } from "./process/protocol.ts";
import { StateFolder } from "./state/state-folder.ts";

/** Where `PulumiCommand.get({ root })` finds the executable that answers in place of the Pulumi CLI. */
export const EMBEDDED_CLI_ROOT = import.meta.dirname;

/**
 * The hosts of the local stacks in one state folder, for those who deploy into them with the real CLI and for those who
 * clean up.
 */
export class LocalStacks {
  readonly #state: StateFolder;
  readonly #project: string;

  /** @param project the folder of `Pulumi.yaml`. */
  constructor(directory: string, project: string) {
    this.#state = new StateFolder(directory);
    this.#project = project;
  }

  /**
   * Runs a stack's services, and the provider for the real CLI, until {@link end}.
   *
   * @param environment the host's; `LOCAL_SPEED` makes waits pass faster.
   * @throws Refusal when they cannot be started.
   */
  async serve(
    name: string,
    config: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
  ): Promise<ServeAnswer> {
    const host = await ensureHost(this.#state.place(name), this.#project, environment);
    const answer = await host.ask({ kind: "serve", config });
    if (!isObject(answer)) throw new Error("the host answered no address");
    return { providerPort: Number(answer["providerPort"]), url: String(answer["url"]) };
  }

  /** Ends a stack's host and removes what it kept; nothing when there is none. */
  async end(name: string): Promise<void> {
    const stack = this.#state.place(name);
    await stopHost(stack);
    stack.remove();
  }

  /** The AWS endpoints of the hosts that run. */
  endpoints(): readonly string[] {
    return this.#state.places().flatMap((stack) => {
      const port = stack.hostAddress()?.endpoint?.port;
      return port === undefined || runningHost(stack) === undefined ? [] : [`http://localhost:${port}`];
    });
  }

  /** Places that no stack of the embedded engine belongs to. */
  placesWithoutStack(): readonly string[] {
    return this.#state
      .places()
      .filter((stack) => !stack.exists())
      .map(({ name }) => name);
  }
}
