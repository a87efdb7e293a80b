import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present, stamp, updating } from "../configuration.ts";
import { onFunction } from "../policy.ts";
import { publish } from "../publish.ts";
import { parseReference } from "../reference.ts";
import { checkRevision } from "../revision.ts";
import type { Lambda } from "../state.ts";
import { takeCode } from "../take-code.ts";

/** Replaces a function's code; environments with the old code handle what they have and end. */
export const updateFunctionCode: Operation<
  Lambda,
  Wire<UpdateFunctionCodeCommandInput>,
  Wire<UpdateFunctionCodeCommandOutput>
> = {
  name: "UpdateFunctionCode",
  permissions: (input, state) => [onFunction(state, "UpdateFunctionCode", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    checkRevision(lambda.latest, input.RevisionId);
    const { sha256: codeSha256, size: codeSize } = takeCode(state, input);
    const architectures = input.Architectures ?? lambda.latest.architectures;
    const latest = { ...lambda.latest, codeSha256, codeSize, architectures, ...stamp(state) };
    if (input.DryRun === true) return present(state, lambda.name, latest);
    const changed = { ...lambda, latest };
    state.executor.retire(lambda.name);
    if (input.Publish !== true) {
      state.functions.save(changed);
      return updating(present(state, lambda.name, latest));
    }
    return updating(present(state, lambda.name, publish(state, changed, undefined)));
  },
};
