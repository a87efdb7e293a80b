import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Account } from "../../../local/gateway/account.ts";
import { Apis } from "../../../local/gateway/apis.ts";
import { fileStorage } from "../../../local/storage.ts";
import { testEnvironment } from "../../support/environment.ts";

describe("APIs in a data directory", () => {
  it("are reached on the port of the run, whatever port they were made on", () => {
    const directory = mkdtempSync(join(tmpdir(), "apis-"));
    const open = (endpointUrl: string) => {
      const storage = fileStorage(directory);
      const environment = { ...testEnvironment({ storage }), endpointUrl };
      return { storage, apis: new Apis(environment, new Account(environment)) };
    };
    const first = open("http://localhost:4900");
    first.apis.put({ ApiId: "abc", Name: "orders", ApiEndpoint: first.apis.endpoint("abc") } as never);
    expect(first.apis.get("abc").api.ApiEndpoint).to.equal("ws://localhost:4900/abc");
    first.storage.close();
    const second = open("http://localhost:5000");
    expect(second.apis.get("abc").api).to.deep.include({ Name: "orders", ApiEndpoint: "ws://localhost:5000/abc" });
    second.storage.close();
    rmSync(directory, { recursive: true });
  });
});
