/**
 * The members of JSON-protocol services that are timestamps, by service: their values go out as Java prints a double
 * (`1.652716274909E9`), while other numbers of the same answers are whole.
 */
export const TIMESTAMPS: Readonly<Record<string, ReadonlySet<string>>> = {
  states: new Set(["creationDate", "redriveDate", "startDate", "startedDate", "stopDate", "timestamp", "updateDate"]),
  dynamodb: new Set([
    "ArchivalDateTime",
    "BackupCreationDateTime",
    "CreationDateTime",
    "EarliestRestorableDateTime",
    "ExportTime",
    "LastDecreaseDateTime",
    "LastIncreaseDateTime",
    "LastUpdateDateTime",
    "LastUpdateToPayPerRequestDateTime",
    "LatestRestorableDateTime",
    "RestoreDateTime",
  ]),
  events: new Set([
    "CreationTime",
    "EventEndTime",
    "EventStartTime",
    "LastModifiedTime",
    "ReplayEndTime",
    "ReplayStartTime",
  ]),
};
