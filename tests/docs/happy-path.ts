import { expect } from "chai";

/** As much of a state as its path needs. */
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Branches?: readonly StateGraph[];
}

export interface StateGraph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What an execution does when nothing fails. */
export interface PathCount {
  /** States entered: what Step Functions charges for. */
  readonly transitions: number;
  /** How often each service integration is called, such as `dynamodb:putItem`. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * Follows a definition from its start.
 *
 * @param choices for each Choice, the targets it takes, one after the other; the last one stays.
 */
export function happyPath(graph: StateGraph, choices: Readonly<Record<string, readonly string[]>>): PathCount {
  const calls: Record<string, number> = {};
  const visits = new Map<string, number>();
  let transitions = 0;

  const follow = ({ StartAt, States }: StateGraph): void => {
    for (let name: string | undefined = StartAt; name !== undefined; ) {
      const state: State | undefined = States[name];
      if (state === undefined) throw new Error(`there is no state ${name}`);
      transitions++;
      expect(transitions, "transitions").to.be.lessThan(1000);
      if (state.Resource !== undefined) {
        const call = callOf(state.Resource);
        calls[call] = (calls[call] ?? 0) + 1;
      }
      for (const branch of state.Branches ?? []) follow(branch);
      name = state.Type === "Choice" ? choose(name, state) : state.Next;
    }
  };

  const choose = (name: string, state: State): string => {
    const targets = choices[name] ?? [];
    const visit = visits.get(name) ?? 0;
    visits.set(name, visit + 1);
    const target = targets[Math.min(visit, targets.length - 1)];
    const possible = [...(state.Choices ?? []).map(({ Next }) => Next), state.Default];
    if (target === undefined || !possible.includes(target)) throw new Error(`${name} does not lead to ${target}`);
    return target;
  };

  follow(graph);
  return { transitions, calls };
}

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken` → `sqs:sendMessage`; activities are all one. */
function callOf(resource: string): string {
  if (resource.includes(":activity:")) return "activity";
  return resource.replace(/^arn:[^:]+:states:::/, "").replace(/\..*$/, "");
}
