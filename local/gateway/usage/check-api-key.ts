import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import type { ApiKey, UsagePlans } from "./usage-plans.ts";

/**
 * Lets a handshake through by the key it brought.
 *
 * @param value the key; undefined where the handshake has none.
 * @throws Failure 403 for no key or one that opens nothing here, 429 when its plan's limits are used up.
 */
export function checkApiKey(exchange: Exchange, value: string | undefined, usagePlans: UsagePlans): ApiKey {
  const { connection } = exchange;
  const admitted = usagePlans.admit(value ?? "", { ApiId: connection.apiId, Stage: connection.stage });
  switch (admitted) {
    case "unknown":
      throw new Failure(
        "invalidKey",
        "the route requires an API key in x-api-key (or from its authorizer, see apiKeySelectionExpression) that is " +
          "enabled and belongs to a usage plan of this stage",
      );
    case "throttled":
      throw new Failure("throttled", "the usage plan's throttling limits are used up");
    case "quota":
      throw new Failure("quota", "the usage plan's quota is used up");
    default:
      return admitted;
  }
}
