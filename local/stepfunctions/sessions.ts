import { StateError } from "../asl/errors.ts";
import type { RoleCaller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { Environment } from "../module.ts";

/** AWS's text when Step Functions may not take a role, at creation and at run time alike. */
export const NOT_ASSUMABLE =
  "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The roles of state machines as Step Functions takes them. */
export interface Sessions {
  /**
   * A session of the role for a Task.
   *
   * @throws StateError `States.Permissions` when the trust policy does not allow it (the name at run time is [unknown]).
   */
  of(roleArn: string, stateMachineArn: string): RoleCaller;
  /**
   * A session of the role that a state's `Credentials` name, which the state machine's own role takes.
   *
   * @throws StateError `States.Permissions` with the refusal of STS.
   */
  through(ownRoleArn: string, roleArn: string, stateMachineArn: string): Promise<RoleCaller>;
  /** The same for a check at creation; undefined when the role cannot be taken. */
  tryAssume(roleArn: string, stateMachineArn: string): RoleCaller | undefined;
}

/** Takes roles as `states.amazonaws.com` on behalf of the state machine; a session's name is 32 letters. */
export function createSessions(environment: Environment): Sessions {
  const { aws, ids, scope } = environment;
  const names = new Map<string, string>();

  const nameFor = (roleArn: string): string => {
    const known = names.get(roleArn);
    if (known !== undefined) return known;
    const name = ids.text(32, LETTERS);
    names.set(roleArn, name);
    return name;
  };

  const assume = (roleArn: string, stateMachineArn: string): RoleCaller =>
    aws.assumeRole({
      roleArn,
      principal: "states.amazonaws.com",
      sessionName: nameFor(roleArn),
      // Children of a Map Run act for their state machine, whose ARN has no label.
      context: { "aws:SourceArn": stateMachineArn.replace(/\/.*$/, ""), "aws:SourceAccount": scope.account },
    });

  const of: Sessions["of"] = (roleArn, stateMachineArn) => {
    try {
      return assume(roleArn, stateMachineArn);
    } catch (error) {
      if (error instanceof AwsError) throw new StateError("States.Permissions", NOT_ASSUMABLE);
      throw error;
    }
  };

  const through: Sessions["through"] = async (ownRoleArn, roleArn, stateMachineArn) => {
    const caller = of(ownRoleArn, stateMachineArn);
    const input = { RoleArn: roleArn, RoleSessionName: nameFor(roleArn) };
    try {
      const answer = await aws.call("sts", "AssumeRole", input, { caller });
      const keys = answer["Credentials"] as { readonly AccessKeyId?: string } | undefined;
      const session = aws.resolveCredentials(keys?.AccessKeyId ?? "");
      if (session === undefined) throw new Error(`STS knows nothing of the keys it gave for ${roleArn}`);
      return session.caller;
    } catch (error) {
      if (error instanceof AwsError) throw new StateError("States.Permissions", error.message);
      throw error;
    }
  };

  return {
    of,
    through,
    tryAssume: (roleArn, stateMachineArn) => {
      try {
        return assume(roleArn, stateMachineArn);
      } catch (error) {
        if (error instanceof AwsError) return undefined;
        throw error;
      }
    },
  };
}
