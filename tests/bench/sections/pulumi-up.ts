import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationOf } from "../../../local/engine/configuration.ts";
import { readProject } from "../../../local/engine/project.ts";
import type { JsonObject } from "../../../local/json.ts";
import { Deployment, type State } from "../../support/cli/deployment.ts";
import { runProgram } from "../../support/cli/program.ts";
import type { Answers } from "../do-nothing-provider.ts";
import type { Figure } from "../figure.ts";
import { doNothingProvider, localProvider, type ProviderProcess } from "../provider-process.ts";
import { median } from "../statistics.ts";

const RUNS = 3;
const REPOSITORY = join(import.meta.dirname, "..", "..", "..");
const PROVIDER = { region: "us-east-1", version: "7.48.0" };

/** One `up` of the program: how long it took, what there is then, and what functions answered. */
interface Run {
  readonly milliseconds: number;
  readonly state: readonly State[];
  readonly functions: Readonly<Record<string, JsonObject>>;
}

/**
 * The program under a driver that asks a provider what the Pulumi CLI's engine asks, over gRPC: against our provider, and
 * against one that does nothing, in turn.
 */
export async function pulumiUp(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "answers.json");
  const first: { local: number[]; nothing: number[] } = { local: [], nothing: [] };
  const again: { local: number[]; nothing: number[] } = { local: [], nothing: [] };
  try {
    // The first round, which makes it warm, does not count.
    for (let round = 0; round <= RUNS; round++) {
      const local = await twice(await localProvider());
      writeFileSync(file, JSON.stringify(answersOf(local.first)));
      const nothing = await twice(await doNothingProvider(file));
      if (round === 0) continue;
      first.local.push(local.first.milliseconds);
      first.nothing.push(nothing.first.milliseconds);
      again.local.push(local.again.milliseconds);
      again.nothing.push(nothing.again.milliseconds);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const figure = (name: string, value: number, rest: Partial<Figure> = {}): Figure => ({
    name,
    value: Math.round(value),
    unit: "ms",
    ...rest,
  });
  return [
    figure("up, everything is made", median(first.local), { note: "a driver in the CLI's place" }),
    figure("the same, a provider that does nothing", median(first.nothing)),
    figure("what ours takes more", median(first.local) - median(first.nothing), { aim: "≤ 1000 ms" }),
    figure("up, nothing changed", median(again.local)),
    figure("the same, a provider that does nothing", median(again.nothing)),
    figure("what ours takes more", median(again.local) - median(again.nothing), { aim: "≤ 1000 ms" }),
  ];
}

async function twice(provider: ProviderProcess): Promise<{ first: Run; again: Run }> {
  try {
    const first = await up(provider.port, []);
    return { first, again: await up(provider.port, first.state) };
  } finally {
    await provider.stop();
  }
}

async function up(port: number, state: readonly State[]): Promise<Run> {
  const project = readProject(REPOSITORY);
  const functions: Record<string, JsonObject> = {};
  const deployment = new (class extends Deployment {
    override async invoke(token: string, args: JsonObject, provider: string): Promise<JsonObject> {
      const answer = await super.invoke(token, args, provider);
      functions[token] = answer;
      return answer;
    }
  })({ port, dryRun: false, config: PROVIDER, state });
  const { name, main } = project;
  const configuration = configurationOf(project, "dev", {});
  const started = performance.now();
  await runProgram({ deployment, directory: REPOSITORY, main, project: name, configuration, dryRun: false });
  await deployment.finish();
  await deployment.end();
  return { milliseconds: performance.now() - started, state: deployment.state, functions };
}

function answersOf({ state, functions }: Run): Answers {
  const resources = Object.fromEntries(state.map(({ urn, id, outputs }) => [urn, { id, outputs }]));
  return { resources, functions };
}
