import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { apiModel, type Naming, spelled } from "../../../../local/asl/resource/api-model.ts";
import { sdkServices } from "../../../../local/stepfunctions/integrations/sdk-model.ts";
import { type ModelFile, modelOf, PACKAGES } from "./api-models/model-of.ts";

const require = createRequire(import.meta.url);

function kept(service: string): ModelFile {
  const file = new URL(`../../../../local/asl/resource/api-models/${service}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as ModelFile;
}

function resolves(name: string): boolean {
  try {
    return require.resolve(name) !== "";
  } catch {
    return false;
  }
}

describe("Models of the services' APIs", () => {
  it("are there for all services that the runtime serves", () => {
    expect(sdkServices().filter((name) => apiModel(name, "sdk") === undefined)).to.deep.equal([]);
    expect(Object.keys(PACKAGES).sort()).to.deep.equal([...sdkServices()].sort());
  });

  for (const [service, name] of Object.entries(PACKAGES).filter(([, name]) => resolves(name))) {
    it(`are what ${name} has`, () => {
      const { operations, shapes } = modelOf(service, name, require(name) as object);
      const { operations: keptOperations, shapes: keptShapes } = kept(service);
      expect(keptOperations, "written anew by node tests/local/asl/resource/api-models/write.ts").to.deep.equal(
        operations,
      );
      expect(keptShapes).to.deep.equal(shapes);
    });
  }

  it("lead from structures to themselves", () => {
    const input = apiModel("dynamodb", "optimized")?.operation("putItem")?.input;
    const item = input?.members.get("Item")?.shape;
    const value = item?.kind === "map" && item.value.kind === "structure" ? item.value : undefined;
    const inner = value?.members.get("M")?.shape;
    expect(inner?.kind === "map" && inner.value).to.equal(value);
  });

  it("have nothing of what is not served", () => {
    for (const name of ["ec2", "../api-model", "constructor"]) expect(apiModel(name, "sdk")).to.equal(undefined);
    expect(apiModel("sqs", "sdk")?.operation("constructor")).to.equal(undefined);
  });
});

describe("Names of members in Tasks", () => {
  // The names of the API, and of the accessors of the AWS SDK for Java 2.
  const names: readonly (readonly [wire: string, naming: Naming, name: string])[] = [
    ["stateMachineArn", "optimized", "StateMachineArn"],
    ["BOOL", "optimized", "BOOL"],
    ["SS", "optimized", "SS"],
    ["stateMachineArn", "sdk", "StateMachineArn"],
    ["BOOL", "sdk", "Bool"],
    ["NULL", "sdk", "Nul"],
    ["SS", "sdk", "Ss"],
    ["S", "sdk", "S"],
    ["TableName", "sdk", "TableName"],
    ["SSESpecification", "sdk", "SseSpecification"],
    ["DBInstanceIdentifier", "sdk", "DbInstanceIdentifier"],
    ["MD5OfMessageBody", "sdk", "Md5OfMessageBody"],
    ["AWSAccountIds", "sdk", "AwsAccountIds"],
    ["ETag", "sdk", "ETag"],
    ["S3Bucket", "sdk", "S3Bucket"],
    ["tags", "sdk", "Tags"],
  ];
  for (const [wire, naming, name] of names) {
    it(`${wire} is ${name} in ${naming === "sdk" ? "SDK" : "optimized"} integrations`, () => {
      expect(spelled(wire, naming)).to.equal(name);
    });
  }
});
