import type { HandlerContext, InvokeHandler, Properties, ResourceHandler } from "../../../local/provider/handler.ts";
import { getPolicyDocument } from "../../../local/provider/invokes/policy-document.ts";
import { getRegion } from "../../../local/provider/invokes/region.ts";
import { PartialFailure } from "../../../local/provider/partial-failure.ts";
import { createRegistry, type Registry } from "../../../local/provider/registry.ts";

/** Something made in the fake cloud. */
export interface Thing {
  readonly type: string;
  readonly id: string;
  inputs: Properties;
}

/** Handlers of real types over a map, with a journal of what was asked of them. */
export interface FakeCloud {
  readonly registry: Registry;
  /** `create aws:sns/topic:Topic gone`, in the order in which things happened. */
  readonly journal: string[];
  readonly things: Map<string, Thing>;
}

const TYPES = [
  "aws:dynamodb/table:Table",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:lambda/function:Function",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/route:Route",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
];

/**
 * A cloud with nothing in it.
 *
 * @param refusesLate whether what it refuses is there already when it does.
 * @param keeps the name of what cannot be deleted.
 */
export function fakeCloud({ refusesLate = false, keeps = "" } = {}): FakeCloud {
  const things = new Map<string, Thing>();
  const journal: string[] = [];
  let last = 0;
  const note = (what: string, type: string, context: HandlerContext): void => {
    journal.push(`${what} ${type.split(":").at(-1)} ${context.urn.split("::").at(-1)}`);
  };
  const outputsOf = (thing: Thing): Properties => ({
    ...thing.inputs,
    arn: `arn:${thing.id}`,
    url: `http://${thing.id}`,
  });
  const handler = (type: string): ResourceHandler => ({
    type,
    create: async (inputs, context) => {
      note("create", type, context);
      const isRefused = inputs["messageRetentionSeconds"] === 61;
      if (isRefused && !refusesLate) throw new Error("QueueDeletedRecently: wait a minute");
      last += 1;
      const thing = { type, id: `id-${last}`, inputs };
      things.set(thing.id, thing);
      const made = { id: thing.id, outputs: outputsOf(thing) };
      if (isRefused) throw new PartialFailure("InvalidAttributeValue: not 61", made);
      return made;
    },
    read: async (id) => {
      // Imports name it by its ARN.
      const thing = things.get(id.replace(/^arn:/, ""));
      return thing === undefined ? undefined : { id: thing.id, outputs: outputsOf(thing), inputs: thing.inputs };
    },
    update: async (id, _olds, news, context) => {
      note("update", type, context);
      const thing = { type, id, inputs: news };
      things.set(id, thing);
      return { id, outputs: outputsOf(thing) };
    },
    delete: async (id, _outputs, context) => {
      if (context.urn.endsWith(`::${keeps}`)) throw new Error("ResourceInUse: try again");
      note("delete", type, context);
      things.delete(id);
    },
  });
  const caller: InvokeHandler = {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    invoke: async () => ({ accountId: "000000000000", arn: "arn", id: "000000000000", userId: "AIDA" }),
  };
  return {
    registry: createRegistry([{ handlers: TYPES.map(handler) }], [caller, getRegion, getPolicyDocument]),
    journal,
    things,
  };
}
