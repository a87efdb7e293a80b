import { expect } from "chai";
import { stopAll, subject, zip } from "./support.ts";

const says = (text: string): Readonly<Record<string, string>> => ({
  "index.mjs": `export const handler = async (event, context) => "${text} " + context.functionVersion;`,
});

describe("Versions and aliases of a function", () => {
  afterEach(stopAll);

  it("keep running what they were published with", async () => {
    const { create, invoke, call } = subject();
    await create("f", says("one"));
    const first = await call("PublishVersion", { FunctionName: "f" });
    expect(first).to.include({
      Version: "1",
      FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f:1",
    });
    expect((await call("PublishVersion", { FunctionName: "f" }))["Version"]).to.equal("1");
    await call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
    await call("UpdateFunctionCode", { FunctionName: "f", ZipFile: zip(says("two")) });
    expect((await invoke("f")).payload).to.equal("two $LATEST");
    expect((await invoke("f:live")).payload).to.equal("one 1");
    await call("PublishVersion", { FunctionName: "f" });
    await call("UpdateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "2" });
    expect((await invoke("f", {}, { Qualifier: "live" })).payload).to.equal("two 2");
  });

  it("cannot be deleted while an alias points there", async () => {
    const { create, call, refusal } = subject();
    await create("f", says("one"), { Publish: true });
    await call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "1" });
    expect((await refusal("DeleteFunction", { FunctionName: "f", Qualifier: "1" })).code).to.equal(
      "ResourceConflictException",
    );
    await call("DeleteAlias", { FunctionName: "f", Name: "live" });
    await call("DeleteFunction", { FunctionName: "f", Qualifier: "1" });
    expect((await refusal("Invoke", { FunctionName: "f:1" })).message).to.equal(
      "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:1",
    );
  });
});

describe("What Lambda refuses", () => {
  afterEach(stopAll);

  const cases: readonly { name: string; settings: object; code: string; message: RegExp }[] = [
    {
      name: "a reserved variable",
      settings: { Environment: { Variables: { AWS_REGION: "x" } } },
      code: "InvalidParameterValueException",
      message: /Reserved keys used in this request: AWS_REGION$/,
    },
    {
      name: "a timeout beyond fifteen minutes",
      settings: { Timeout: 901 },
      code: "ValidationException",
      message:
        /^1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900$/,
    },
    {
      name: "another runtime, by its name",
      settings: { Runtime: "python3.13" },
      code: "InvalidParameterValueException",
      message: /^The runtime parameter of python3\.13 is not implemented by the local runtime/,
    },
    {
      name: "a VPC, by its name",
      settings: { VpcConfig: { SubnetIds: ["subnet-1"] } },
      code: "InvalidParameterValueException",
      message: /^VpcConfig is not implemented by the local runtime$/,
    },
    {
      name: "code that grows without end when it is unpacked",
      settings: { Code: { ZipFile: bomb() } },
      code: "InvalidParameterValueException",
      message: /^Unzipped size must be smaller than 262144000 bytes$/,
    },
    {
      name: "code that is no archive",
      settings: { Code: { ZipFile: Buffer.from("no zip").toString("base64") } },
      code: "InvalidParameterValueException",
      message: /^Could not unzip uploaded file\./,
    },
  ];
  for (const { name, settings, code, message } of cases) {
    it(name, async () => {
      const { refusal } = subject();
      const input = {
        ...{ FunctionName: "f", Role: "arn:aws:iam::000000000000:role/r", Runtime: "nodejs24.x" },
        ...{ Handler: "index.handler", Code: { ZipFile: zip(says("x")) }, ...settings },
      };
      const error = await refusal("CreateFunction", input);
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
    });
  }

  it("a file that would leave the task root", async () => {
    const { create } = subject();
    const error = await create("f", { "../evil.mjs": "1" }).catch((reason: Error) => reason);
    expect(error).to.have.property("code", "InvalidParameterValueException");
  });

  it("a function URL, by its name", async () => {
    const { create, refusal } = subject();
    await create("f", says("x"));
    expect((await refusal("CreateFunctionUrlConfig", { FunctionName: "f", AuthType: "NONE" })).message).to.equal(
      "A function URL is not implemented by the local runtime",
    );
  });

  it("a second statement of the same id", async () => {
    const { create, call, refusal } = subject();
    await create("f", says("x"));
    const permission = {
      ...{ FunctionName: "f", StatementId: "api", Action: "lambda:InvokeFunction" },
      ...{ Principal: "apigateway.amazonaws.com", SourceArn: "arn:aws:execute-api:us-east-1:000000000000:a/*" },
    };
    const { Statement: added } = await call("AddPermission", permission);
    expect(JSON.parse(String(added))).to.deep.equal({
      Sid: "api",
      Effect: "Allow",
      Principal: { Service: "apigateway.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: "arn:aws:lambda:us-east-1:000000000000:function:f",
      Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:us-east-1:000000000000:a/*" } },
    });
    expect((await refusal("AddPermission", permission)).message).to.equal(
      "The statement id (api) provided already exists. Please provide a new statement id, or remove the existing statement.",
    );
    await call("RemovePermission", { FunctionName: "f", StatementId: "api" });
    expect((await refusal("GetPolicy", { FunctionName: "f" })).status).to.equal(404);
  });

  it("are listed by pages, with those of all functions when asked for", async () => {
    const { create, call } = subject();
    for (const name of ["a", "b", "c"]) await create(name, { "index.mjs": "export const handler = () => 1" });
    await call("PublishVersion", { FunctionName: "a" });
    const first = await call("ListFunctions", { FunctionVersion: "ALL", MaxItems: 3 });
    const second = await call("ListFunctions", { FunctionVersion: "ALL", MaxItems: 3, Marker: first["NextMarker"] });
    const names = [first, second].map(({ Functions: list }) =>
      (list as { FunctionArn: string }[]).map(({ FunctionArn: arn }) => arn.split(":function:")[1]),
    );
    expect(names).to.deep.equal([["a:$LATEST", "a:1", "b:$LATEST"], ["c:$LATEST"]]);
    expect(second).to.not.have.property("NextMarker");
  });
});

/** An archive whose directory says that its file has 4 GB. */
function bomb(): string {
  const archive = Buffer.from(zip(says("boom")), "base64");
  archive.writeUInt32LE(0xffff_fffe, archive.indexOf("PK\x01\x02", "latin1") + 24);
  return archive.toString("base64");
}
