/**
 * What nobody says about the real API Gateway; each choice stands here so that an
 * afternoon on an account can settle it.
 */
export const UNKNOWNS = {
  /**
   * Plain GET without `Upgrade`: an emulator whose author compared it with AWS answers 403 (radkawar/stackd), the
   * end-to-end tests of another expect 426.
   */
  plainRequestStatus: 403,
  /** Handshake for an unknown API or stage, or with a path after the stage. */
  wrongPathStatus: 403,
  /** Handshake whose URL is longer than the 4,096 characters of the quota. */
  longUrlStatus: 414,
  longUrlMessage: "URI Too Long",
  /** The text of the frame when the passthrough behaviour refuses; the status is that of REST APIs, 415. */
  unsupportedMediaType: "Unsupported Media Type",
  /** Whether a client's ping counts as activity for the idle timeout: it does in radkawar/stackd; others doubt it. */
  pingResetsIdle: true,
  /** The code and reason that `$disconnect` sees after the two hours; the idle timeout's are known. */
  lifetimeCode: 1001,
  goingAway: "Going away",
  /** A TCP connection that ends without a close frame. */
  droppedCode: 1006,
  droppedReason: "Connection closed abnormally",
  /** Whether a reply with an empty body is sent as an empty frame. */
  sendEmptyReplies: false,
  /** Whether `events:action/PutEvents` finds its target without an `X-Amz-Target` of the caller's (REST APIs do not). */
  eventsTargetFilledIn: false,
  /** The handshake's status when an AWS-type Lambda integration's function fails. */
  lambdaErrorStatus: 502,
  /** How many bytes may wait in a client's buffer before PostToConnection answers 429 and replies are dropped. */
  clientBufferLimit: 4 * 1024 * 1024,
} as const;
