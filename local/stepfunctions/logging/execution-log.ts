import type { Scheduler } from "../../asl/scheduler.ts";
import type { Environment } from "../../module.ts";
import type { ExecutionObserver } from "../executions.ts";
import { createLogDelivery } from "./log-delivery.ts";
import { isLogged, logRecord } from "./log-record.ts";

/** Writes executions' events to the log group of their state machine, as far as its logging configuration wants them. */
export function createExecutionLog(environment: Environment, scheduler: Scheduler): ExecutionObserver {
  const delivery = createLogDelivery(environment, scheduler);
  return {
    opened: (record, reason) => {
      const { logging } = record.target.revision;
      const { logGroupArn, level, includeExecutionData } = logging;
      // A redriven execution goes on with its history, which is followed already.
      if (level === "OFF" || logGroupArn === undefined || reason === "redriven") return;
      const machine = record.target.stateMachineName;
      record.history.listen((event) => {
        if (!isLogged(event.type, level)) return;
        delivery.deliver(logGroupArn, machine, event.timestamp, logRecord(event, record, includeExecutionData));
      });
    },
    closed: () => undefined,
  };
}
