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
  return new RoleSessions(environment);
}

class RoleSessions implements Sessions {
  readonly #environment: Environment;
  readonly #names = new Map<string, string>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  of(roleArn: string, stateMachineArn: string): RoleCaller {
    const caller = this.tryAssume(roleArn, stateMachineArn);
    if (caller === undefined) throw new StateError("States.Permissions", NOT_ASSUMABLE);
    return caller;
  }

  async through(ownRoleArn: string, roleArn: string, stateMachineArn: string): Promise<RoleCaller> {
    const { aws } = this.#environment;
    const caller = this.of(ownRoleArn, stateMachineArn);
    const input = { RoleArn: roleArn, RoleSessionName: this.#name(roleArn) };
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
  }

  tryAssume(roleArn: string, stateMachineArn: string): RoleCaller | undefined {
    const { aws, scope } = this.#environment;
    // Children of a Map Run act for their state machine, whose ARN has no label.
    const context = { "aws:SourceArn": stateMachineArn.replace(/\/.*$/, ""), "aws:SourceAccount": scope.account };
    try {
      return aws.assumeRole({
        roleArn,
        principal: "states.amazonaws.com",
        sessionName: this.#name(roleArn),
        context,
      });
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  #name(roleArn: string): string {
    const known = this.#names.get(roleArn);
    if (known !== undefined) return known;
    const name = this.#environment.ids.text(32, LETTERS);
    this.#names.set(roleArn, name);
    return name;
  }
}
