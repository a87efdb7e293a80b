import { Metadata, status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { RpcFailure } from "./grpc-unary.ts";
import { PartlyMade, type Resource } from "./provider.ts";
import { toStruct } from "./struct.ts";
import type { PropertyMap } from "./values.ts";

/**
 * Answers a resource that was made in part as the engine wants it (`ErrorResourceInitFailed` in the status details), so
 * that it is kept in the state and updated by the next run.
 */
export async function withInitFailures(inputs: PropertyMap, work: () => Promise<Resource>): Promise<Resource> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PartlyMade ? initFailed(error, inputs) : error;
  }
}

function initFailed({ message, resource }: PartlyMade, inputs: PropertyMap): RpcFailure {
  const encode = { secrets: true, assetContents: false };
  const details = new providerPb.ErrorResourceInitFailed();
  details.setId(resource.id);
  details.setProperties(toStruct(resource.outputs, encode));
  details.setInputs(toStruct(inputs, encode));
  details.setReasonsList([message]);
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const failure = new statusPb.Status();
  failure.setCode(status.UNKNOWN);
  failure.setMessage(message);
  failure.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(failure.serializeBinary()));
  return new RpcFailure(status.UNKNOWN, message, metadata);
}
