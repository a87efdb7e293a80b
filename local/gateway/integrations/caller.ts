import type { Caller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { Environment } from "../../module.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";

/** API Gateway's name as a principal. */
export const PRINCIPAL = "apigateway.amazonaws.com";
/** How API Gateway names the sessions of the roles it takes, as CloudTrail shows it. */
const SESSION_NAME = "BackplaneAssumeRoleSession";

/**
 * Takes a role, as API Gateway does: without `aws:SourceArn` or `aws:SourceAccount`, as far as anybody knows
 * (aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws#479).
 *
 * @throws Failure when the role is not there or does not trust API Gateway; AWS too finds that at the first message.
 */
export function assumeRole(environment: Environment, roleArn: string): Caller {
  try {
    return environment.aws.assumeRole({ roleArn, principal: PRINCIPAL, sessionName: SESSION_NAME });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Failure(
      "internal",
      `API Gateway cannot take the role ${roleArn}: ${error.message} Its trust policy must allow sts:AssumeRole to ${PRINCIPAL}.`,
    );
  }
}

/** Who calls the backend: the integration's role, or API Gateway itself, which only a resource policy can allow. */
export function callerOf(environment: Environment, roleArn: string | undefined, exchange: Exchange): Caller {
  if (roleArn === undefined) {
    return {
      kind: "service",
      principal: PRINCIPAL,
      sourceArn: exchange.stage.executionArn(exchange.routeKey),
      sourceAccount: environment.scope.account,
    };
  }
  if (/:user\/\*$/.test(roleArn)) {
    throw new Failure(
      "internal",
      `CredentialsArn ${roleArn} stands for the caller's own credentials, which WebSocket clients do not have`,
    );
  }
  return assumeRole(environment, roleArn);
}
