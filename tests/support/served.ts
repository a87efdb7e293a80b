import { createEndpoint, type Endpoint } from "../../local/endpoint/endpoint.ts";
import { createIam } from "../../local/iam/module.ts";
import type { CreateModule, Module } from "../../local/module.ts";
import { type TestEnvironment, testEnvironment } from "./environment.ts";

/** Modules behind a real port, with IAM judging, for tests with AWS SDK clients. */
export interface Served {
  readonly environment: TestEnvironment;
  readonly modules: readonly Module[];
  readonly endpoint: Endpoint;
  /** What every SDK client is made with. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

/** Serves IAM and the given modules on a free port. */
export async function serve(...creates: readonly CreateModule[]): Promise<Served> {
  const environment = testEnvironment();
  const iam = createIam(environment);
  for (const service of iam.services) environment.aws.register(service);
  environment.aws.guardWith(iam.guard);
  const modules = [iam, ...creates.map((create) => environment.use(create))];
  const endpoint = createEndpoint(environment);
  const port = await endpoint.listen(0);
  endpoint.serve(modules);
  return {
    environment,
    modules,
    endpoint,
    client: {
      endpoint: `http://localhost:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "secret" },
      maxAttempts: 1,
    },
    close: async () => {
      await endpoint.close();
      for (const module of modules) await module.stop?.();
    },
  };
}
