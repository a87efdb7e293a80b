import { isObject, type JsonObject } from "../../json.ts";
import type { Check, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { allowOne, checkObject, type Fields } from "./object-checks.ts";
import { checkReferencePath } from "./path-checks.ts";
import { checkInteger, checkNothing, checkOneOf, checkString } from "./scalar-checks.ts";
import { checkPayload, checkTemplate } from "./template-checks.ts";
import { texts } from "./texts.ts";

/** The Context Object is refused in the numeric paths of a Map (floci-io/floci#3733). */
export const checkNumericPath = checkReferencePath({ context: false, variable: true });

const CONFIG: Fields = {
  Mode: { check: checkOneOf(["INLINE", "DISTRIBUTED"]) },
  ExecutionType: { check: checkOneOf(["STANDARD", "EXPRESS"]) },
};

/** `ProcessorConfig`: DISTRIBUTED needs an ExecutionType, INLINE has none. */
export const checkProcessorConfig: Check = (value, location, context) => {
  checkObject(CONFIG)(value, location, context);
  if (!isObject(value)) return;
  const { findings } = context;
  const { Mode: mode = "INLINE", ExecutionType: executionType } = value;
  if (mode === "DISTRIBUTED") {
    if (executionType === undefined) findings.schema(texts.required("ExecutionType"), location);
    if (context.type === "EXPRESS") findings.schema(texts.expressDistributed, `${location}/Mode`);
  } else if (mode === "INLINE" && executionType !== undefined) {
    findings.schema(texts.unsupportedField("ExecutionType"), location);
  }
};

const LONGEST_LABEL = 40;

/** `Label`: short, without blanks and characters of ARNs, and the machine's only one of this name. */
export const checkLabel: Check = (value, location, { findings, labels }) => {
  if (typeof value !== "string") findings.schema(texts.type("[STRING]"), location);
  else if (value.length > LONGEST_LABEL) findings.error("INVALID_LABEL_NAME", texts.longLabel(value), location);
  else if (value === "" || /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u.test(value)) {
    findings.error("INVALID_LABEL_NAME", texts.labelCharacters(value), location);
  } else if (labels.has(value)) findings.error("DUPLICATE_LABEL_NAME", texts.duplicateLabel(value), location);
  else labels.add(value);
};

const READER_CONFIG: Fields = {
  InputType: { check: checkOneOf(["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]) },
  CSVHeaderLocation: { check: checkOneOf(["FIRST_ROW", "GIVEN"]) },
  CSVHeaders: { check: checkNothing },
  CSVDelimiter: { check: checkOneOf(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]) },
  MaxItems: { check: checkInteger(0, 100_000_000) },
  MaxItemsPath: { check: checkNumericPath, language: "JSONPath" },
  ItemsPointer: { check: checkString },
  ManifestType: { check: checkOneOf(["ATHENA_DATA", "S3_INVENTORY"]) },
  Transformation: { check: checkOneOf(["NONE", "LOAD_AND_FLATTEN"]) },
};

const checkReaderConfig: Check = (value, location, context) => {
  checkObject(READER_CONFIG)(value, location, context);
  if (!isObject(value)) return;
  const { findings } = context;
  allowOne(value, [["MaxItems", "MaxItemsPath"]], location, context);
  const { InputType: type, CSVHeaderLocation: header } = value;
  if (type === "CSV" && header === undefined) findings.schema(texts.requiredField("CSVHeaderLocation"), location);
  if (type === "JSON" && header !== undefined) findings.schema(texts.unsupportedField("CSVHeaderLocation"), location);
  if (header === "GIVEN" && value["CSVHeaders"] === undefined) findings.schema(texts.required("CSVHeaders"), location);
};

const READER: Fields = {
  Resource: {
    check: (value, location, { findings }) => {
      if (typeof value !== "string" || !/^arn:[^:]+:states:::s3:(?:getObject|listObjectsV2)$/.test(value)) {
        findings.schema(texts.allowedValues("Resource"), location);
      }
    },
  },
  Parameters: { check: checkTemplate, language: "JSONPath" },
  Arguments: { check: checkJsonata, language: "JSONata" },
  ReaderConfig: { check: checkReaderConfig },
};

export const checkItemReader = checkObject(READER, ["Resource"]);

const BATCHER: Fields = {
  MaxItemsPerBatch: { check: checkInteger(1) },
  MaxItemsPerBatchPath: { check: checkNumericPath, language: "JSONPath" },
  MaxInputBytesPerBatch: { check: checkInteger(1, 262_144) },
  MaxInputBytesPerBatchPath: { check: checkNumericPath, language: "JSONPath" },
  BatchInput: { check: checkPayload },
};

export const checkItemBatcher: Check = (value, location, context) => {
  checkObject(BATCHER)(value, location, context);
  if (!isObject(value)) return;
  allowOne(
    value,
    [
      ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
      ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
    ],
    location,
    context,
  );
};

/** An empty ResultWriter is accepted, and fails when it is used (aws/aws-cdk#33831). */
export const checkResultWriter = checkObject({
  Resource: { check: checkString },
  Parameters: { check: checkTemplate, language: "JSONPath" },
  Arguments: { check: checkJsonata, language: "JSONata" },
  WriterConfig: {
    check: checkObject({
      OutputType: { check: checkOneOf(["JSON", "JSONL"]) },
      Transformation: { check: checkOneOf(["NONE", "COMPACT", "FLATTEN"]) },
    }),
  },
});

/** `Items`: an array or an object, or an expression that answers one. */
export const checkItems: Check = (value, location, context) => {
  if (typeof value === "object" && value !== null) checkJsonata(value, location, context);
  else if (typeof value === "string" && value.startsWith("{%")) checkJsonata(value, location, context);
  else context.findings.schema(texts.type("[ARRAY]"), location);
};

/** A Map has one processor, by its new or its old name. */
export function checkMap(state: JsonObject, location: string, { findings }: StateContext): void {
  if (state["ItemProcessor"] === undefined && state["Iterator"] === undefined) {
    findings.schema(texts.exactlyOne(["ItemProcessor", "Iterator"]), location);
  }
}
