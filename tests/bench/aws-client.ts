import { Agent, request } from "node:http";

/** Calls AWS operations over keep-alive connections, with as little work on the client's side as can be. */
export class AwsClient {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** @param target as in `X-Amz-Target`: `AWSStepFunctions.StartExecution`. @throws Error when it is refused. */
  call(target: string, input: object): Promise<Record<string, unknown>> {
    const body = JSON.stringify(input);
    const service = SIGNING_NAMES[target.slice(0, target.indexOf("."))] ?? "";
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(body),
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
    };
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const asked = request({ hostname, port, method: "POST", headers, agent: this.#agent }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          if (response.statusCode === 200) resolve(text === "" ? {} : JSON.parse(text));
          else reject(new Error(`${target}: ${response.statusCode} ${text}`));
        });
        response.on("error", reject);
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

const SIGNING_NAMES: Readonly<Record<string, string>> = { AWSStepFunctions: "states", DynamoDB_20120810: "dynamodb" };
