import { expect } from "chai";
import { enumValueSet } from "../../../local/aws/enum-value-set.ts";

/** Lists as answers of AWS have them. */
const SEEN: Readonly<Record<string, string>> = {
  "SWF, closeStatusFilter (aws/aws-sdk-ruby#555)":
    "[TERMINATED, TIMED_OUT, COMPLETED, CONTINUED_AS_NEW, CANCELED, FAILED]",
  "DynamoDB, returnValues": "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
  "DynamoDB, returnConsumedCapacity": "[INDEXES, TOTAL, NONE]",
  "DynamoDB, returnItemCollectionMetrics": "[SIZE, NONE]",
  "DynamoDB, attributeType": "[B, N, S]",
  "DynamoDB, select": "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
  "Step Functions, statusFilter": "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
};

/** The model's order where two values share a bucket: the later comes first. */
const MODEL: Readonly<Record<string, readonly string[]>> = {
  "Step Functions, statusFilter": ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"],
};

describe("An enum's values in a refusal", () => {
  for (const [where, list] of Object.entries(SEEN)) {
    it(`stand in the framework's order: ${where}`, () => {
      expect(enumValueSet(MODEL[where] ?? list.slice(1, -1).split(", ").sort())).to.equal(list);
    });
  }
});
