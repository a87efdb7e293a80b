/** The suffixes of AWS's endpoints, those of dual-stack ones included (`partitions.json` of the SDKs). */
const AWS = /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))$/i;

/** Whether a host is one of AWS's endpoints. */
export function isAwsHost(host: string): boolean {
  return AWS.test(host);
}
