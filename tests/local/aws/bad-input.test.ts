import { readFileSync } from "node:fs";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createModules } from "../../../local/modules.ts";
import { testEnvironment } from "../../support/environment.ts";

interface Request {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
}

interface Case extends Request {
  readonly name: string;
  readonly source: string;
  /** What is made first; `@zip` stands for the code of a function. */
  readonly before?: readonly Request[];
  readonly code: string;
}

const text = readFileSync(new URL("../../cases/endpoint/bad-input.json", import.meta.url), "utf8");
const code = zipSync({ "index.mjs": strToU8("export const handler = async (event) => event") });
const cases: readonly Case[] = JSON.parse(text.replaceAll("@zip", Buffer.from(code).toString("base64")));
const ROLE = { kind: "role", roleArn: "arn:aws:iam::000000000000:role/caller", sessionName: "bad-input" } as const;

describe("Requests that no SDK would send", () => {
  for (const { name, before = [], code: wanted, ...request } of cases) {
    it(`are refused as AWS does: ${name}`, async () => {
      const environment = testEnvironment();
      createModules(environment, environment.aws);
      for (const { service, operation, input } of before) {
        await environment.aws.call(service, operation, input, { caller: OWNER });
      }
      const { service, operation, input } = request;
      for (const caller of [OWNER, ROLE]) {
        const error: unknown = await environment.aws
          .call(service, operation, input, { caller })
          .catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(AwsError);
        expect(error).to.have.property("code", wanted);
      }
    });
  }
});
