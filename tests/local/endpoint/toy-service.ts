import { AwsError } from "../../../local/aws/error.ts";
import { createRouter, type Router } from "../../../local/aws/router.ts";
import type { BoundOperation, Service } from "../../../local/aws/service.ts";
import type { WireFormat } from "../../../local/aws/wire.ts";
import type { Clock } from "../../../local/clock/clock.ts";
import { realClock } from "../../../local/clock/real-clock.ts";
import { createEndpoint, type Endpoint } from "../../../local/endpoint/endpoint.ts";
import { seededIds } from "../../../local/ids.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Log } from "../../../local/log.ts";

/** An open port in front of made-up operations, which remember what they were given. */
export interface Toy {
  readonly endpoint: Endpoint;
  readonly router: Router;
  readonly url: string;
  readonly port: number;
  readonly inputs: JsonObject[];
  readonly lines: string[];
}

/** Opens a port that serves one service whose operations answer what `outputs` says, or throw what it holds. */
export async function toyEndpoint(
  services: readonly { id: string; wire: WireFormat; outputs: Readonly<Record<string, JsonObject | Error>> }[],
  clock: Clock = realClock(),
): Promise<Toy> {
  const lines: string[] = [];
  const inputs: JsonObject[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const log: Log = { debug: () => undefined, info: say, warn: say, error: say };
  const ids = seededIds();
  const scope = { partition: "aws", region: "us-east-1", account: "000000000000" };
  const router = createRouter({ scope, clock, ids, log });
  router.guardWith({
    authorize: () => ({ allowed: true }),
    assumeRole: () => {
      throw new AwsError("AccessDenied", "no roles here");
    },
    issueCredentials: () => ({ accessKeyId: "", secretAccessKey: "", sessionToken: "" }),
    resolveCredentials: () => undefined,
  });
  for (const { id, wire, outputs } of services) router.register(toyService(id, wire, outputs, inputs));
  const endpoint = createEndpoint({ aws: router, clock, ids, log });
  const port = await endpoint.listen(0);
  endpoint.serve([]);
  return { endpoint, router, url: `http://localhost:${port}`, port, inputs, lines };
}

function toyService(
  id: string,
  wire: WireFormat,
  outputs: Readonly<Record<string, JsonObject | Error>>,
  inputs: JsonObject[],
): Service {
  const operations = new Map<string, BoundOperation>();
  for (const [name, output] of Object.entries(outputs)) {
    operations.set(name, {
      name,
      permissions: () => [],
      run: (input) => {
        inputs.push(input);
        if (output instanceof Error) throw output;
        return output;
      },
    });
  }
  return { id, wire, operations };
}
