import type { InvokeHandler } from "../handler.ts";

/** `aws.getPartition`; no call to AWS is made. */
export const getPartition: InvokeHandler = {
  token: "aws:index/getPartition:getPartition",
  invoke: async (_args, { aws }) => {
    const { partition } = aws.scope;
    return { id: partition, partition, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
  },
};
