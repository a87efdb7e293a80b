import model from "./sdk-model.json" with { type: "json" };

/** What Step Functions' SDK integrations know of a service; its operations are in local/asl/resource/api-model.ts. */
export interface SdkService {
  /** The key of the router: `states`. */
  readonly service: string;
  /** The prefix of error names, the AWS SDK for Java 2's spelling: `Sfn`. */
  readonly prefix: string;
  /** Modelled errors; every other one becomes `<Prefix>.<Prefix>Exception`. */
  readonly exceptions: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter((word) => word !== ""));

/** Services by their package name in the AWS SDK for Java 2, as in `arn:aws:states:::aws-sdk:sfn:startExecution`. */
const SERVICES: ReadonlyMap<string, SdkService> = new Map(
  Object.entries(model).map(([name, entry]) => [
    name,
    {
      service: entry.service,
      prefix: entry.prefix,
      exceptions: words(entry.exceptions),
    },
  ]),
);

/** The names of all services that `aws-sdk:NAME` reaches here. */
export function sdkServices(): readonly string[] {
  return [...SERVICES.keys()];
}

/** The service behind `aws-sdk:NAME`; undefined when the runtime does not serve it. */
export function sdkService(name: string): SdkService | undefined {
  return SERVICES.get(name);
}
