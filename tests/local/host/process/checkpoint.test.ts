import { expect } from "chai";
import { checkpointResource, recordOfCheckpoint } from "../../../../local/host/process/checkpoint.ts";

const PREFIX = "urn:pulumi:dev::shop::";

describe("A resource of an exported state", () => {
  // pulumi/pulumi sdk/go/common/apitype/core.go, `ResourceV3`.
  it("is the same once it has been read again", () => {
    const json = {
      urn: `${PREFIX}aws:apigatewayv2/route:Route::hello`,
      custom: true,
      id: "abc",
      type: "aws:apigatewayv2/route:Route",
      inputs: { routeKey: "hello" },
      outputs: { routeKey: "hello" },
      protect: true,
      dependencies: [`${PREFIX}aws:apigatewayv2/api:Api::api`],
      propertyDependencies: { apiId: [`${PREFIX}aws:apigatewayv2/api:Api::api`] },
      importID: "a1b2c3/abc",
      generation: 2,
    };
    const record = recordOfCheckpoint(json, 0, PREFIX);
    expect(record).to.include({ importId: "a1b2c3/abc", generation: 2, order: 1 });
    expect(checkpointResource(record)).to.deep.equal(json);
  });
});
