import { expect } from "chai";
import type { AwsError } from "../../../local/aws/error.ts";
import { checkDistribution } from "../../../local/edge/check-distribution.ts";
import type { EdgeState } from "../../../local/edge/edge-state.ts";

const NO_FUNCTIONS = {} as EdgeState;

/** What a distribution is refused with that adds this header to its origin's requests. */
function refusal(HeaderName: string): string | undefined {
  const origin = {
    Id: "api",
    DomainName: "abc.execute-api.us-east-1.amazonaws.com",
    CustomHeaders: { Quantity: 1, Items: [{ HeaderName, HeaderValue: "x" }] },
  };
  try {
    checkDistribution(NO_FUNCTIONS, {
      CallerReference: "one",
      Comment: "",
      Enabled: true,
      Origins: { Quantity: 1, Items: [origin] },
      DefaultCacheBehavior: { TargetOriginId: "api", ViewerProtocolPolicy: "allow-all" },
    });
    return undefined;
  } catch (error) {
    const { code, message } = error as AwsError;
    return `${code}: ${message}`;
  }
}

describe("A distribution's custom headers", () => {
  for (const name of ["X-Edge-Proof", "x-amz-meta", "Host", "Cache-Control", "If-None-Match", "X-Real-IP", "upgrade"]) {
    it(`may not be ${name}`, () => {
      expect(refusal(name)).to.equal(`InvalidArgument: The parameter HeaderName : ${name} is not allowed.`);
    });
  }

  for (const name of ["X-Origin-Proof", "Authorization", "X-Edge", "X-Amzn-Trace-Id"]) {
    it(`may be ${name}`, () => {
      expect(refusal(name)).to.equal(undefined);
    });
  }
});
