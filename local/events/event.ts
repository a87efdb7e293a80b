import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Scope } from "../aws/caller.ts";
import { type JsonObject, parseObject, type Wire } from "../json.ts";

/** An event as targets see it: these nine keys in this order (EBUG/eb-events-structure). */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** Why an entry of PutEvents fails. */
export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const LONGEST_DETAIL_TYPE = 128;

/**
 * Checks an entry and makes its event, or says why not. The order of the checks is not documented: missing arguments
 * first, then the source, then the detail.
 *
 * @param byService whether an AWS service puts it: only those may use a source that begins with `aws.`.
 */
export function toEvent(
  entry: Wire<PutEventsRequestEntry>,
  context: { id: string; now: number; scope: Scope; byService: boolean },
): BusEvent | EntryError {
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (source === undefined || source === "") return missing("Source");
  if (detailType === undefined || detailType === "") return missing("DetailType");
  if (text === undefined || text === "") return missing("Detail");
  if (source.startsWith("aws.") && !context.byService) {
    return { ErrorCode: "NotAuthorizedForSource", ErrorMessage: "Not authorized for the source." };
  }
  if (detailType.length > LONGEST_DETAIL_TYPE) {
    return invalid("DetailType", `DetailType must be at most ${LONGEST_DETAIL_TYPE} characters long.`);
  }
  const detail = parseObject(text);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const time = entry.Time === undefined ? context.now : entry.Time * 1000;
  return {
    version: "0",
    id: context.id,
    "detail-type": detailType,
    source,
    account: context.scope.account,
    // A finer time is cut to whole seconds.
    time: `${new Date(time).toISOString().slice(0, 19)}Z`,
    region: context.scope.region,
    resources: entry.Resources ?? [],
    detail,
  };
}

/** The size of an entry as EventBridge counts it, in bytes (EBUG/eb-putevent-size). */
export function sizeOfEntry(entry: Wire<PutEventsRequestEntry>): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), entry.Time === undefined ? 0 : 14);
}

function missing(parameter: string): EntryError {
  return invalid(parameter, `${parameter} is a required argument.`);
}

function invalid(parameter: string, reason: string): EntryError {
  return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}` };
}
