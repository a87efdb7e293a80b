import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { RoleCaller } from "../../../local/aws/caller.ts";
import { type Served, serve } from "../../support/served.ts";

const trust = (principal: object, condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: "sts:AssumeRole",
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });

const allow = (action: string, resource = "*"): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] });

/** The name and message of what a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name: error.name, message: error.message, status: $metadata?.httpStatusCode };
  }
  throw new Error("the call was not refused");
}

describe("IAM over HTTP", () => {
  let served: Served;
  let iam: IAMClient;

  beforeEach(async () => {
    served = await serve();
    iam = new IAMClient(served.client);
  });
  afterEach(async () => {
    iam.destroy();
    await served.close();
  });

  const createRole = (name: string, document = trust({ Service: "states.amazonaws.com" })) =>
    iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document }));

  it("creates, shows, tags, lists and deletes a role", async () => {
    const document = trust({ Service: "lambda.amazonaws.com" });
    const { Role: role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "worker",
        Path: "/team/",
        AssumeRolePolicyDocument: document,
        Description: "works & <tells>",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "stack", Value: "dev / tëst" }],
      }),
    );
    expect(role?.Arn).to.equal("arn:aws:iam::000000000000:role/team/worker");
    expect(role?.RoleId).to.match(/^AROA[A-Z2-7]{17}$/);
    expect(role?.CreateDate?.toISOString()).to.equal("2024-01-10T12:00:00.000Z");
    await iam.send(new TagRoleCommand({ RoleName: "worker", Tags: [{ Key: "owner", Value: "me" }] }));
    const shown = await iam.send(new GetRoleCommand({ RoleName: "worker" }));
    expect(decodeURIComponent(shown.Role?.AssumeRolePolicyDocument ?? "")).to.equal(document);
    expect(shown.Role).to.include({ Description: "works & <tells>", MaxSessionDuration: 7200 });
    const { Tags: tags } = await iam.send(new ListRoleTagsCommand({ RoleName: "worker" }));
    expect(tags).to.deep.equal([
      { Key: "stack", Value: "dev / tëst" },
      { Key: "owner", Value: "me" },
    ]);
    const { Roles: roles } = await iam.send(new ListRolesCommand({ PathPrefix: "/team/" }));
    expect(roles?.map(({ RoleName: name }) => name)).to.deep.equal(["worker"]);
    await iam.send(new DeleteRoleCommand({ RoleName: "worker" }));
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: "worker" })))).to.deep.equal({
      name: "NoSuchEntityException",
      message: "The role with name worker cannot be found.",
      status: 404,
    });
  });

  it("keeps inline policies and blocks the deletion of a role that has them", async () => {
    await createRole("worker");
    const document = allow("sqs:SendMessage");
    await iam.send(new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "send", PolicyDocument: document }));
    const got = await iam.send(new GetRolePolicyCommand({ RoleName: "worker", PolicyName: "send" }));
    expect(decodeURIComponent(got.PolicyDocument ?? "")).to.equal(document);
    const listed = await iam.send(new ListRolePoliciesCommand({ RoleName: "worker" }));
    expect(listed.PolicyNames).to.deep.equal(["send"]);
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: "worker" })))).to.deep.include({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
      status: 409,
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "worker", PolicyName: "send" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "worker" }));
  });

  it("versions managed policies and attaches them", async () => {
    await createRole("worker");
    const { Policy: policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "send", PolicyDocument: allow("sqs:SendMessage") }),
    );
    const arn = policy?.Arn ?? "";
    await iam.send(new AttachRolePolicyCommand({ RoleName: "worker", PolicyArn: arn }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "worker" }));
    expect(attached.AttachedPolicies).to.deep.equal([{ PolicyName: "send", PolicyArn: arn }]);
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: allow("sqs:*"), SetAsDefault: true }),
    );
    const shown = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    expect(shown.Policy).to.include({ DefaultVersionId: "v2", AttachmentCount: 1 });
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: "v2" }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? "")).to.equal(allow("sqs:*"));
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: arn })))).name).to.equal(
      "DeleteConflictException",
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName: "worker", PolicyArn: arn }));
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: arn })))).message).to.contain(
      "more than one version",
    );
  });

  it("refuses documents, names and policies that IAM refuses", async () => {
    expect(await refusal(createRole("worker", "{"))).to.deep.equal({
      name: "MalformedPolicyDocumentException",
      message: "This policy contains invalid Json",
      status: 400,
    });
    expect((await refusal(createRole("x".repeat(65)))).message).to.equal(
      `1 validation error detected: Value '${"x".repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
    await createRole("worker");
    expect((await refusal(createRole("worker"))).message).to.equal("Role with name worker already exists.");
    const unknown = { RoleName: "worker", PolicyArn: "arn:aws:iam::aws:policy/AmazonEverything" };
    expect((await refusal(iam.send(new AttachRolePolicyCommand(unknown)))).message).to.contain(
      "Policy arn:aws:iam::aws:policy/AmazonEverything does not exist or is not attachable.",
    );
  });

  it("simulates with the evaluation that guards the calls", async () => {
    const { Role: role } = await createRole("worker");
    const policy = {
      RoleName: "worker",
      PolicyName: "p",
      PolicyDocument: allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:q"),
    };
    await iam.send(new PutRolePolicyCommand(policy));
    const { EvaluationResults: results } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role?.Arn,
        ActionNames: ["sqs:SendMessage", "sqs:ReceiveMessage"],
        ResourceArns: ["arn:aws:sqs:us-east-1:000000000000:q"],
      }),
    );
    expect(results?.map(({ EvalDecision: decision }) => decision)).to.deep.equal(["allowed", "implicitDeny"]);
  });

  it("lets a role's keys do what its policies say, and says AWS's words otherwise", async () => {
    await createRole("caller", trust({ AWS: "arn:aws:iam::000000000000:root" }));
    const sts = new STSClient(served.client);
    const assumed = await sts.send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::000000000000:role/caller", RoleSessionName: "me" }),
    );
    expect(assumed.Credentials?.Expiration?.toISOString()).to.equal("2024-01-10T13:00:00.000Z");
    const credentials = {
      accessKeyId: assumed.Credentials?.AccessKeyId ?? "",
      secretAccessKey: assumed.Credentials?.SecretAccessKey ?? "",
      sessionToken: assumed.Credentials?.SessionToken ?? "",
    };
    const asRole = new STSClient({ ...served.client, credentials });
    const identity = await asRole.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).to.equal("arn:aws:sts::000000000000:assumed-role/caller/me");
    const iamAsRole = new IAMClient({ ...served.client, credentials });
    const ask = () => iamAsRole.send(new GetRoleCommand({ RoleName: "caller" }));
    expect(await refusal(ask())).to.deep.equal({
      name: "AccessDenied",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/caller/me is not authorized to perform: iam:GetRole on resource: " +
        "arn:aws:iam::000000000000:role/caller because no identity-based policy allows the iam:GetRole action",
      status: 403,
    });
    expect(served.environment.lines.at(-1)).to.equal(
      "warn arn:aws:iam::000000000000:role/caller may not iam:GetRole on arn:aws:iam::000000000000:role/caller: no policy allows " +
        'iam:GetRole. Its role\'s policy needs {"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::000000000000:role/caller"}.',
    );
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "caller", PolicyName: "p", PolicyDocument: allow("iam:Get*") }),
    );
    expect((await ask()).Role?.RoleName).to.equal("caller");
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "caller", PolicyName: "p" }));
    expect((await refusal(ask())).name).to.equal("AccessDenied");
    for (const client of [sts, asRole, iamAsRole]) client.destroy();
  });

  it("judges the owner by the trust policy alone", async () => {
    await createRole("worker");
    const sts = new STSClient(served.client);
    const request = { RoleArn: "arn:aws:iam::000000000000:role/worker", RoleSessionName: "me" };
    expect(await refusal(sts.send(new AssumeRoleCommand(request)))).to.deep.equal({
      name: "AccessDenied",
      message:
        "User: arn:aws:iam::000000000000:user/local is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/worker",
      status: 403,
    });
    sts.destroy();
  });

  it("gives a session that takes another role an hour at most", async () => {
    const account = trust({ AWS: "arn:aws:iam::000000000000:root" });
    for (const RoleName of ["first", "second"]) {
      await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: account, MaxSessionDuration: 43_200 }),
      );
    }
    const take = new PutRolePolicyCommand({
      RoleName: "first",
      PolicyName: "p",
      PolicyDocument: allow("sts:AssumeRole"),
    });
    await iam.send(take);
    const request = (role: string) => ({ RoleArn: `arn:aws:iam::000000000000:role/${role}`, RoleSessionName: "me" });
    const sts = new STSClient(served.client);
    const long = new AssumeRoleCommand({ ...request("first"), DurationSeconds: 7200 });
    const { Credentials: made } = await sts.send(long);
    const credentials = {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
    };
    const asFirst = new STSClient({ ...served.client, credentials });
    const chained = (DurationSeconds: number) =>
      asFirst.send(new AssumeRoleCommand({ ...request("second"), DurationSeconds }));
    expect((await refusal(chained(3601))).message).to.equal(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
    expect((await chained(3600)).AssumedRoleUser?.Arn).to.equal("arn:aws:sts::000000000000:assumed-role/second/me");
    for (const client of [sts, asFirst]) client.destroy();
  });

  describe("services taking roles", () => {
    const roleArn = "arn:aws:iam::000000000000:role/worker";
    const assume = (principal: string, context?: Record<string, string>): RoleCaller =>
      served.environment.aws.assumeRole({
        roleArn,
        principal,
        sessionName: "session",
        ...(context === undefined ? {} : { context }),
      });

    it("needs the trust policy to name the service", async () => {
      await createRole("worker");
      expect(assume("states.amazonaws.com")).to.deep.equal({ kind: "role", roleArn, sessionName: "session" });
      expect(() => assume("lambda.amazonaws.com")).to.throw("is not authorized to perform: sts:AssumeRole");
      expect(served.environment.lines.at(-1)).to.contain('allows it to {"Service":"states.amazonaws.com"} only');
    });

    it("tells why a condition on the source account breaks API Gateway", async () => {
      const condition = { StringEquals: { "aws:SourceAccount": "000000000000" } };
      await createRole("worker", trust({ Service: "apigateway.amazonaws.com" }, condition));
      expect(assume("apigateway.amazonaws.com", { "aws:SourceAccount": "000000000000" }).kind).to.equal("role");
      expect(() => assume("apigateway.amazonaws.com")).to.throw("sts:AssumeRole");
      expect(served.environment.lines.at(-1)).to.contain(
        "the request has no such key). apigateway.amazonaws.com sends neither aws:SourceArn nor aws:SourceAccount along.",
      );
    });

    it("sees a changed trust policy at once", async () => {
      await createRole("worker");
      assume("states.amazonaws.com");
      const document = trust({ Service: "lambda.amazonaws.com" });
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "worker", PolicyDocument: document }));
      expect(() => assume("states.amazonaws.com")).to.throw("sts:AssumeRole");
      expect(assume("lambda.amazonaws.com").kind).to.equal("role");
    });

    it("names a role that is there no more", async () => {
      await createRole("worker");
      await iam.send(new DeleteRoleCommand({ RoleName: "worker" }));
      expect(() => assume("states.amazonaws.com")).to.throw("is not authorized");
      expect(served.environment.lines.at(-1)).to.contain("there is no such role");
    });

    it("refuses by a resource's policy that cannot be read, and names the resource", async () => {
      await createRole("worker");
      const Condition = { Foo: { "aws:SourceArn": "x" } };
      const resourcePolicy = JSON.stringify({
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition }],
      });
      const resource = "arn:aws:sqs:us-east-1:000000000000:queue";
      const worker = assume("states.amazonaws.com");
      const refused = served.environment.aws.refusal(worker, { action: "sqs:SendMessage", resource, resourcePolicy });
      expect(refused).to.contain("is not authorized to perform: sqs:SendMessage");
      expect(served.environment.lines).to.include(
        `warn iam: the policy of ${resource} cannot be read, and allows nothing: Foo is not a condition operator of IAM`,
      );
    });

    it("lets a role do everything that was never made here, and says so once", () => {
      assume("states.amazonaws.com");
      assume("lambda.amazonaws.com");
      const said = served.environment.lines.filter((line) => line.includes("was not made here"));
      expect(said).to.have.length(1);
    });
  });
});
