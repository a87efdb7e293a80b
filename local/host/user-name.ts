import { userInfo } from "node:os";

/** Who runs this process. Containers run as users that have no name; Node.js throws for those. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}
