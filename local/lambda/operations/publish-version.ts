import type { PublishVersionCommandInput, PublishVersionCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { invalid } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { publish } from "../publish.ts";
import { parseReference } from "../reference.ts";
import { checkRevision } from "../revision.ts";
import type { Lambda } from "../state.ts";

/** Keeps a function's code and settings as a numbered version. */
export const publishVersion: Operation<Lambda, Wire<PublishVersionCommandInput>, Wire<PublishVersionCommandOutput>> = {
  name: "PublishVersion",
  permissions: (input, state) => [onFunction(state, "PublishVersion", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    checkRevision(lambda.latest, input.RevisionId);
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== lambda.latest.codeSha256) {
      throw invalid(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${lambda.latest.codeSha256}). ` +
          "Please try again with the CodeSHA256 in $LATEST.",
      );
    }
    return present(state, lambda.name, publish(state, lambda, input.Description));
  },
};
