/** What nobody says about HTTP Tasks on AWS; each choice stands here so that an afternoon on an account can settle it. */
export const UNKNOWNS = {
  /** The error of a role without `states:InvokeHTTPEndpoint`; its cause is IAM's refusal. */
  notAllowed: "States.Permissions",
  /** How arrays among the query parameters are written; of those in a form the documentation has four ways. */
  queryArrays: "REPEAT",
  /** Causes of States.Http.Socket. */
  timeout: "The HTTP request timed out after 60 seconds.",
  unreachable: (reason: string) => `The HTTP request failed: ${reason}`,
  /** Causes of States.Runtime. */
  bodiesDoNotMerge:
    "The RequestBody is not a JSON object and cannot be merged with the body parameters of the connection.",
  unreadable: "The HTTP response cannot be read as a string.",
  unsupportedType: (type: string) => `The HTTP response has the content type '${type}', which is not supported.`,
} as const;
