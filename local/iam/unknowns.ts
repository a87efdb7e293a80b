/**
 * What a role may do that was never made here. AWS refuses it at once. Here `allow` lets clients try one service alone
 * with whatever role ARN they have at hand; roles that the program or a client made are enforced either way.
 */
export const FOREIGN_ROLES: "allow" | "refuse" = "allow";
