import { expect } from "chai";
import { XMLParser } from "fast-xml-parser";
import cases from "../../cases/iam/refusals.json" with { type: "json" };
import { type Served, serve } from "../../support/served.ts";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" }],
});
const STS = new Set(["AssumeRole"]);

describe("IAM's and STS's forms and XML", () => {
  let served: Served;

  beforeEach(async () => {
    served = await serve();
    await send({ Action: "CreateRole", RoleName: "worker", AssumeRolePolicyDocument: TRUST });
  });
  afterEach(() => served.close());

  const send = async (form: Readonly<Record<string, string>>): Promise<{ status: number; xml: string }> => {
    const service = STS.has(form["Action"] ?? "") ? "sts" : "iam";
    const response = await fetch(String(served.client.endpoint), {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240110/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
    });
    return { status: response.status, xml: await response.text() };
  };

  for (const { name, form, status, code, message } of cases) {
    it(`${form.Action}: ${name}`, async () => {
      const answer = await send(form as unknown as Readonly<Record<string, string>>);
      const { ErrorResponse: error } = new XMLParser({ htmlEntities: true }).parse(answer.xml);
      expect({ status: answer.status, code: error.Error.Code, message: error.Error.Message }).to.deep.equal({
        status,
        code,
        message,
      });
    });
  }

  it("write times without milliseconds, and of a new role what CreateRole tells", async () => {
    const { xml } = await send({ Action: "CreateRole", RoleName: "other", AssumeRolePolicyDocument: TRUST });
    expect(xml).to.contain("<CreateDate>2024-01-10T12:00:00Z</CreateDate>");
    expect(xml).not.to.contain("MaxSessionDuration").and.not.to.contain("RoleLastUsed");
    const shown = await send({ Action: "GetRole", RoleName: "other" });
    expect(shown.xml).to.contain("<MaxSessionDuration>3600</MaxSessionDuration><RoleLastUsed></RoleLastUsed>");
    const role = "arn:aws:iam::000000000000:role/other";
    const session = await send({ Action: "AssumeRole", RoleArn: role, RoleSessionName: "one" });
    expect(session.xml).to.contain("<Expiration>2024-01-10T13:00:00Z</Expiration>");
  });
});
