/** One line. */
export interface LogEvent {
  /** Epoch milliseconds, as the writer says. */
  readonly timestamp: number;
  readonly message: string;
}

/** What one PutLogEvents brought. */
export interface Batch {
  /** The count of batches when it came: its key in the storage, and part of its events' ids. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly ingestion: number;
  readonly events: readonly LogEvent[];
  readonly bytes: number;
}

/** A line with everything that is known of it. */
export interface StoredEvent extends LogEvent {
  readonly stream: string;
  readonly ingestion: number;
  readonly batch: number;
  readonly index: number;
}

export interface LogStream {
  readonly name: string;
  readonly created: number;
  /** In order of arrival. */
  readonly batches: Batch[];
  /** How many events have been dropped from the front, so that page tokens keep their meaning. */
  dropped: number;
  firstEvent: number | undefined;
  lastEvent: number | undefined;
  lastIngestion: number | undefined;
}

export interface LogGroup {
  readonly name: string;
  readonly created: number;
  readonly class: string;
  retentionInDays: number | undefined;
  kmsKeyId: string | undefined;
  deletionProtection: boolean;
  tags: Readonly<Record<string, string>>;
  readonly streams: Map<string, LogStream>;
  bytes: number;
}

/** Who may write to log groups: to those of the account, or to the one it is attached to. */
