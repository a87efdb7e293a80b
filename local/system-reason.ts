import { getSystemErrorMessage } from "node:util";

/** Why a call of the system failed, without the names of the call and the path that Node.js adds: `no space left on device (ENOSPC)`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!("errno" in error && "code" in error) || typeof error.errno !== "number") return error.message;
  return `${getSystemErrorMessage(error.errno)} (${String(error.code)})`;
}
