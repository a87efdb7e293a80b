import type { InspectionData } from "@aws-sdk/client-sfn";
import { textOf } from "../../asl/source-text.ts";
import type { StateRun } from "./run-state.ts";

/** The stations in the order the API's shape lists them. */
const STATIONS = [
  "afterArguments",
  "afterInputPath",
  "afterItemBatcher",
  "afterItemSelector",
  "afterItemsPath",
  "afterParameters",
  "afterResultPath",
  "afterResultSelector",
  "result",
] as const;

/**
 * `inspectionData` of the levels DEBUG and TRACE: everything as JSON text, what came in with its white space (DG/test-state-isolation,
 * Example 2).
 */
export function inspectionData(input: string, run: StateRun, map: StateRun | undefined): InspectionData {
  const data: Record<string, string> = {};
  for (const station of STATIONS) {
    const value = run.stations.get(station) ?? map?.stations.get(station);
    if (value !== undefined) data[station] = textOf(value);
  }
  const { retry, catchIndex } = run;
  const errorDetails = {
    ...(catchIndex === undefined ? {} : { catchIndex }),
    ...(retry === undefined
      ? {}
      : { retryBackoffIntervalSeconds: Math.round(retry.delaySeconds), retryIndex: retry.index }),
  };
  return {
    ...data,
    ...(Object.keys(errorDetails).length === 0 ? {} : { errorDetails }),
    input,
    ...(Object.keys(run.variables).length === 0 ? {} : { variables: JSON.stringify(run.variables) }),
  };
}
