import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { refused, unary } from "../../provider/grpc-unary.ts";
import type { EventListener, Severity } from "../events.ts";
import { programMessage } from "./program-message.ts";

const SEVERITIES: readonly Severity[] = ["debug", "info", "warning", "error"];

/** The version of the Pulumi CLI whose protocol this engine speaks, for programs that require one. */
const PULUMI_VERSION = "3.259.0";

/** The `Engine` service: what a running program tells, and the root of its resources. */
export function engineService(emit: EventListener): UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: enginePb.LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()] ?? "info";
      const urn = request.getUrn();
      const message = programMessage(request.getMessage());
      emit({ kind: "diagnostic", severity, message, urn: urn === "" ? undefined : urn });
      return new emptyPb.Empty();
    }),
    getRootResource: unary(() => {
      const response = new enginePb.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request: enginePb.SetRootResourceRequest) => {
      root = request.getUrn();
      return new enginePb.SetRootResourceResponse();
    }),
    requirePulumiVersion: unary(() => new enginePb.RequirePulumiVersionResponse()),
    startDebugging: refused(
      "the debugger of the Pulumi CLI",
      `attach Node's own; this engine speaks ${PULUMI_VERSION}`,
    ),
  };
}
