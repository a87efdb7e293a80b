import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import type { Caller, RoleCaller } from "../../../aws/caller.ts";
import { AwsError } from "../../../aws/error.ts";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import { arnOf, checkRange, sessionNameOf } from "../../constraints.ts";
import { contextOf } from "../../context.ts";
import type { Role } from "../../entities.ts";
import { validationError } from "../../errors.ts";
import { type AccessRequest, evaluate } from "../../evaluate.ts";
import { sessionArn } from "../../guard.ts";
import { compilePolicy } from "../../policy.ts";
import type { Principal } from "../../principal.ts";
import { identityOf, ownerArn, type StsState } from "../state.ts";

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** `AssumeRole` (STS API reference, API_AssumeRole): keys that act as the role's session. */
export const assumeRole: Operation<StsState, Wire<AssumeRoleCommandInput>, Wire<AssumeRoleCommandOutput>> = {
  name: "AssumeRole",
  permissions: (input) => [{ action: "sts:AssumeRole", resource: input.RoleArn ?? "*" }],
  run: (input, { caller }, state) => {
    const arn = arnOf(input.RoleArn, "roleArn");
    const sessionName = sessionNameOf(input.RoleSessionName);
    if (input.Policy !== undefined || (input.PolicyArns ?? []).length > 0) {
      throw validationError("Session policies (Policy, PolicyArns) are not served by the local runtime.");
    }
    if (!ROLE_ARN.test(arn)) throw validationError("Request ARN is invalid");
    if (input.DurationSeconds !== undefined) checkRange(input.DurationSeconds, "durationSeconds", 900, 43_200);
    const role = state.account.roleByArn(arn);
    if (role === undefined || !trusts(role, caller, input, state)) throw refusal(caller, arn, state);
    const seconds = durationOf(input.DurationSeconds, role, caller);
    const session: RoleCaller = { kind: "role", roleArn: arn, sessionName };
    const keys = state.sessions.issue({ caller: session });
    return {
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        SecretAccessKey: keys.secretAccessKey,
        SessionToken: keys.sessionToken,
        Expiration: Math.floor(state.account.now() / 1000) + seconds,
      },
      AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: sessionArn(session) },
    };
  },
};

/** The longest session of a role that another role has assumed, and that of any unless given. In seconds. */
const CHAINED_SESSION = 3600;

/** The trust policy has to allow it even to the account's owner. */
function trusts(role: Role, caller: Caller, input: Wire<AssumeRoleCommandInput>, { account }: StsState): boolean {
  const request: AccessRequest = {
    action: "sts:AssumeRole",
    resource: role.arn,
    principal: principalOf(caller, account.scope.account, ownerArn(account.scope)),
    context: contextOf({
      "sts:RoleSessionName": input.RoleSessionName,
      "sts:ExternalId": input.ExternalId,
      "aws:PrincipalAccount": account.scope.account,
      "aws:SecureTransport": "true",
    }),
  };
  const trust = compilePolicy("the trust policy", role.trust);
  return evaluate(request, { identity: undefined, resource: trust }).outcome === "allowed";
}

/** Whoever got this far has the permission to assume, so naming the account in the trust policy is naming them. */
function principalOf(caller: Caller, account: string, owner: string): Principal {
  if (caller.kind === "service") return { kind: "service", name: caller.principal };
  const arns = caller.kind === "role" ? [caller.roleArn, sessionArn(caller)] : [owner];
  return { kind: "aws", account, arns, speaksForAccount: true };
}

/** A session that takes another role has an hour at most (STS API reference, AssumeRole; the sentence is [recall]). */
function durationOf(given: number | undefined, role: Role, caller: Caller): number {
  const seconds = given ?? CHAINED_SESSION;
  if (caller.kind === "role" && seconds > CHAINED_SESSION) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return seconds;
}

function refusal(caller: Caller, arn: string, state: StsState): AwsError {
  const user = identityOf(caller, state).arn;
  return new AwsError(
    "AccessDenied",
    `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    { status: 403 },
  );
}
