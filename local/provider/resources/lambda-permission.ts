import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../handler.ts";
import { lambdaCall, lambdaFind } from "./lambda-calls.ts";

/** A statement of a function's policy, as far as a permission can make it. */
interface Statement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: string | { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: {
    readonly ArnLike?: { readonly "AWS:SourceArn"?: string };
    readonly StringEquals?: { readonly "AWS:SourceAccount"?: string; readonly "aws:PrincipalOrgID"?: string };
  };
}

/**
 * `aws.lambda.Permission`: one statement of a function's policy. Its id is the statement's and says nothing of the
 * function, so that only an import's `function/statement` can be read without the outputs.
 */
export const lambdaPermission: ResourceHandler = {
  type: "aws:lambda/permission:Permission",
  create: async (inputs, context) => {
    const id = String(inputs["statementId"]);
    await lambdaCall(context, "AddPermission", {
      ...place(inputs),
      StatementId: id,
      Action: String(inputs["action"]),
      Principal: String(inputs["principal"]),
      ...optional(inputs, { sourceArn: "SourceArn", sourceAccount: "SourceAccount" }),
      ...optional(inputs, { principalOrgId: "PrincipalOrgID", functionUrlAuthType: "FunctionUrlAuthType" }),
      ...optional(inputs, { eventSourceToken: "EventSourceToken" }),
    });
    return { id, outputs: { ...inputs, statementIdPrefix: inputs["statementIdPrefix"] ?? "", ...region(context) } };
  },
  read: async (id, context) => {
    const [reference, statementId = ""] = id.split("/");
    if (reference === undefined || statementId === "") return findAnywhere(id, context);
    const [name = "", qualifier] = reference.split(":");
    return find(name, qualifier, statementId, context);
  },
  delete: async (id, outputs, context) => {
    await lambdaFind(context, "RemovePermission", { ...place(outputs), StatementId: id });
  },
};

function place(properties: Properties): JsonObject {
  return { FunctionName: String(properties["function"]), ...optional(properties, { qualifier: "Qualifier" }) };
}

function optional(properties: Properties, names: Readonly<Record<string, string>>): JsonObject {
  const given = Object.entries(names).filter(([property]) => properties[property] !== undefined);
  return Object.fromEntries(given.map(([property, member]) => [member, String(properties[property])]));
}

async function findAnywhere(statementId: string, context: HandlerContext) {
  const { Functions: functions } = await lambdaCall(context, "ListFunctions", {});
  for (const { FunctionName: name } of functions as unknown as { FunctionName: string }[]) {
    const { Aliases: aliases } = await lambdaCall(context, "ListAliases", { FunctionName: name });
    const qualifiers = (aliases as unknown as { Name: string }[]).map((alias) => alias.Name);
    for (const qualifier of [undefined, ...qualifiers]) {
      const found = await find(name, qualifier, statementId, context);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function find(name: string, qualifier: string | undefined, statementId: string, context: HandlerContext) {
  const input = { FunctionName: name, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
  const found = await lambdaFind(context, "GetPolicy", input);
  if (found === undefined) return undefined;
  const document: { Statement: Statement[] } = JSON.parse(String(found["Policy"]));
  const statement = document.Statement.find((one) => one.Sid === statementId);
  if (statement === undefined) return undefined;
  const inputs = { function: name, ...(qualifier === undefined ? {} : { qualifier }), ...inputsOf(statement) };
  return { id: statementId, inputs, outputs: { ...inputs, statementIdPrefix: "", ...region(context) } };
}

function inputsOf({ Sid, Action, Principal, Condition }: Statement): Properties {
  const account = Condition?.StringEquals?.["AWS:SourceAccount"];
  const organization = Condition?.StringEquals?.["aws:PrincipalOrgID"];
  const arn = Condition?.ArnLike?.["AWS:SourceArn"];
  const principal = typeof Principal === "string" ? Principal : (Principal.Service ?? Principal.AWS ?? "");
  return {
    statementId: Sid,
    action: Action,
    principal: principal.replace(/^arn:[^:]+:iam::(\d{12}):root$/, "$1"),
    ...(arn === undefined ? {} : { sourceArn: arn }),
    ...(account === undefined ? {} : { sourceAccount: account }),
    ...(organization === undefined ? {} : { principalOrgId: organization }),
  };
}

function region(context: HandlerContext): { region: string } {
  return { region: context.aws.scope.region };
}
