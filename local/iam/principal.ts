import { isObject, type Json } from "../json.ts";

/** Who asks, as resource and trust policies name them. */
export type Principal =
  | { readonly kind: "service"; readonly name: string }
  | {
      readonly kind: "aws";
      readonly account: string;
      /** The ARNs that name this principal: a session's and its role's, or the owner's. */
      readonly arns: readonly string[];
      /** Whether naming the account is naming this principal: the owner, or a role that its own policies let through. */
      readonly speaksForAccount: boolean;
    };

/** Who a statement is about. */
export interface PrincipalMatcher {
  /**
   * @param effect a `Deny` for the account hits everybody in it, an `Allow` only hands the decision to the identity's own
   * policies (IAM user guide, reference_policies_elements_principal).
   */
  matches(principal: Principal, effect: "Allow" | "Deny"): boolean;
  /** For explanations. */
  readonly text: string;
}

/** Compiles a `Principal` element: `"*"`, or lists by `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export function principalMatcher(element: Json): PrincipalMatcher {
  const text = JSON.stringify(element);
  if (element === "*") return { matches: () => true, text };
  const group = (name: string): readonly string[] => (isObject(element) ? textsOf(element[name]) : []);
  const services = group("Service").map(globalService);
  const aws = group("AWS");
  // Queue and topic policies let services in by `*` and a condition on the source, so `AWS: "*"` is everybody.
  if (aws.includes("*")) return { matches: () => true, text };
  return {
    text,
    matches: (principal, effect) => {
      if (principal.kind === "service") return services.includes(globalService(principal.name));
      return aws.some((name) => {
        if (principal.arns.includes(name)) return true;
        const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(name);
        if (account === null) return false;
        const named = account[1] ?? account[2];
        return named === principal.account && (effect === "Deny" || principal.speaksForAccount);
      });
    },
  };
}

/** `states.us-east-1.amazonaws.com` is `states.amazonaws.com`. */
function globalService(name: string): string {
  return name.replace(/\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com$/, ".amazonaws.com");
}

/** A text or a list of texts, as policies allow nearly everywhere. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "boolean" || typeof value === "number") return [String(value)];
  return Array.isArray(value) ? value.flatMap((item: Json) => textsOf(item)) : [];
}
