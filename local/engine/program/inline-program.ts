import { type ClientUnaryCall, credentials, type ServiceError } from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import type { Program, ProgramExit, ProgramOptions } from "./program.ts";
import { listenForProgram, type ProgramConnections } from "./program-connections.ts";

/**
 * Runs a program that is a function in another process: the Automation API serves a language runtime for it
 * (`@pulumi/pulumi/automation/server`), whose address it gives as `--client`.
 *
 * @param client `HOST:PORT`.
 */
export async function startInlineProgram(client: string, options: ProgramOptions): Promise<Program> {
  const connections = await listenForProgram();
  const runtime = new languageGrpc.LanguageRuntimeClient(client, credentials.createInsecure());
  const said: ((line: string, stream: "stdout" | "stderr") => void)[] = [];
  let call: ClientUnaryCall | undefined;
  const exited = new Promise<ProgramExit>((resolve) => {
    call = runtime.run(requestOf(connections, options), (error: ServiceError | null, response) => {
      const failure = error?.details ?? response?.getError() ?? "";
      for (const line of failure === "" ? [] : failure.split("\n")) for (const listen of said) listen(line, "stderr");
      resolve({ code: failure === "" ? 0 : 1, signal: null });
    });
  });
  return {
    connections: (take) => connections.each(take),
    onLine: (listen) => void said.push(listen),
    exited: exited.finally(() => {
      connections.close();
      runtime.close();
    }),
    // It belongs to somebody else's process, so it only loses its connections.
    kill: () => {
      call?.cancel();
      connections.destroy();
    },
  };
}

function requestOf({ address }: ProgramConnections, options: ProgramOptions): languagePb.RunRequest {
  const { project, stack, configuration, dryRun } = options;
  const request = new languagePb.RunRequest();
  request.setProject(project.name);
  request.setStack(stack);
  request.setOrganization("organization");
  request.setPwd(project.directory);
  request.setProgram(project.main);
  // The first argument is where the engine is (`LanguageServer.run`).
  request.setArgsList([address]);
  request.setMonitorAddress(address);
  request.setParallel(64);
  request.setDryrun(dryRun);
  for (const [key, value] of Object.entries(configuration)) request.getConfigMap().set(key, value);
  return request;
}
