import { invalidAttribute } from "./errors.ts";
import type { MessageAttributes } from "./publication.ts";

const TYPE = /^(String|Number|Binary)(\..+)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Checks a message's attributes. The words for a value in the wrong member are those of localstack/localstack#6938, for
 * what is no number from memory.
 *
 * @throws AwsError `ParameterValueInvalid`.
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  for (const [name, { DataType: type, StringValue: text, BinaryValue: blob }] of Object.entries(attributes)) {
    if (type === undefined || !TYPE.test(type)) {
      throw invalidAttribute(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    if ((text ?? blob ?? "") === "") {
      throw invalidAttribute(
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
      );
    }
    const field = type.startsWith("Binary") ? "Binary" : "String";
    if ((field === "Binary" ? blob : text) === undefined) {
      throw invalidAttribute(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
    }
    if (type.startsWith("Number") && !NUMBER.test(text ?? "")) {
      throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`);
    }
  }
}
