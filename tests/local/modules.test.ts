import { expect } from "chai";
import { createModules } from "../../local/modules.ts";
import { INVOKES } from "../../local/provider/invokes/all.ts";
import { createRegistry } from "../../local/provider/registry.ts";
import { testEnvironment } from "../support/environment.ts";

describe("The parts of the runtime", () => {
  it("serve resource types that each have a schema, and services that each have a name of their own", async () => {
    const environment = testEnvironment();
    const modules = createModules(environment, environment.aws);
    const registry = createRegistry(modules, INVOKES);
    for (const type of registry.types) expect(registry.resource(type).schema.inputs, type).to.be.an("object");
    const services = modules.flatMap((module) => module.services.map(({ id }) => id));
    expect(services).to.have.length(new Set(services).size);
    expect(services).to.include.members(["dynamodb", "states", "lambda", "apigatewayv2", "execute-api", "iam", "sts"]);
    for (const module of modules) await module.stop?.();
  });
});
