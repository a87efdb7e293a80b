import model from "./sdk-model.json" with { type: "json" };

/** What Step Functions' SDK integrations know of a service from its API model. */
export interface SdkService {
  /** The key of the router: `states`. */
  readonly service: string;
  /** The prefix of error names, the AWS SDK for Java 2's spelling: `Sfn`. */
  readonly prefix: string;
  /** The API is camelCase on the wire, while Step Functions speaks PascalCase for every service. */
  readonly camelCase: boolean;
  /** Modelled errors; every other one becomes `<Prefix>.<Prefix>Exception`. */
  readonly exceptions: ReadonlySet<string>;
  /** Members that hold timestamps: Step Functions shows them as ISO 8601 text. */
  readonly timestamps: ReadonlySet<string>;
  /** Members that hold maps, whose keys are data and keep their case. */
  readonly maps: ReadonlySet<string>;
  /** Members that hold blobs: Step Functions takes and gives them as text. */
  readonly blobs: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter((word) => word !== ""));

/** Services by their package name in the AWS SDK for Java 2, as in `arn:aws:states:::aws-sdk:sfn:startExecution`. */
const SERVICES: ReadonlyMap<string, SdkService> = new Map(
  Object.entries(model).map(([name, entry]) => [
    name,
    {
      service: entry.service,
      prefix: entry.prefix,
      camelCase: "camelCase" in entry,
      exceptions: words(entry.exceptions),
      timestamps: words(entry.timestamps),
      maps: words(entry.maps),
      blobs: words(entry.blobs),
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
