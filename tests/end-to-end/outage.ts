import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  type FunctionConfiguration,
  GetPolicyCommand,
  ListFunctionsCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { Stack } from "./stack.ts";

/** Denies a function something while `act` runs. */
export async function denied(stack: Stack, name: string, action: string, act: () => Promise<void>): Promise<void> {
  const { Role: role = "" } = await functionNamed(stack, name);
  const policy = { RoleName: role.split("/").at(-1), PolicyName: "outage" };
  const statement = { Effect: "Deny", Action: action, Resource: "*" };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await stack.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: document }));
  try {
    await act();
  } finally {
    await stack.iam.send(new DeleteRolePolicyCommand(policy));
  }
}

/** Lets nobody call a function while `act` runs. */
export async function unreachable(stack: Stack, name: string, act: () => Promise<void>): Promise<void> {
  const { FunctionName } = await functionNamed(stack, name);
  const { Policy: policy = "{}" } = await stack.lambda.send(new GetPolicyCommand({ FunctionName }));
  const [statement] = JSON.parse(policy).Statement;
  await stack.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: statement.Sid }));
  try {
    await act();
  } finally {
    await stack.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: statement.Sid,
        Action: statement.Action,
        Principal: statement.Principal.Service,
        SourceArn: statement.Condition.ArnLike["AWS:SourceArn"],
      }),
    );
  }
}

async function functionNamed(stack: Stack, name: string): Promise<FunctionConfiguration> {
  const { Functions: functions = [] } = await stack.lambda.send(new ListFunctionsCommand({}));
  return functions.find(({ FunctionName: found }) => found?.includes(name)) ?? {};
}
