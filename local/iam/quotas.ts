import { isObject } from "../json.ts";
import { limitExceeded } from "./errors.ts";

/** AWS's quotas (IAM user guide, reference_iam-quotas); blanks outside strings do not count. */
const INLINE = 10_240;
const MANAGED = 6144;
const TRUST = 2048;
/** Managed policies per role; the quota that can be raised to 20. */
export const ATTACHED_POLICIES = 10;

/** @throws AwsError `LimitExceeded`. */
export function checkInlineSize(role: string, documents: readonly string[]): void {
  const size = documents.reduce((sum, document) => sum + countedLength(document), 0);
  if (size > INLINE) throw limitExceeded(`Maximum policy size of ${INLINE} bytes exceeded for role ${role}`);
}

/** @throws AwsError `LimitExceeded`. */
export function checkManagedSize(document: string): void {
  if (countedLength(document) > MANAGED) throw limitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED}`);
}

/** @throws AwsError `LimitExceeded`. */
export function checkTrustSize(document: string): void {
  if (countedLength(document) > TRUST) throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST}`);
}

function countedLength(document: string): number {
  const value: unknown = JSON.parse(document);
  return isObject(value) ? JSON.stringify(value).length : document.length;
}
