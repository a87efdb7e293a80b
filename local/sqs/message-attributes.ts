import { sqsError } from "./errors.ts";
import type { MessageAttributes } from "./message.ts";

const MOST_ATTRIBUTES = 10;
/** What the names of attributes are made of, and how they may not begin (SQSDG/sqs-message-metadata). */
const NAME = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/;
const RESERVED = /^(aws|amazon)\./i;
const TYPE = /^(String|Number|Binary)(\..{1,})?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The characters that may not stand in a message: all but those of XML 1.0 (SendMessage in the API reference). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** @throws AwsError `InvalidMessageContents` for a character that XML has not. */
export function checkCharacters(text: string, place: string): void {
  const forbidden = FORBIDDEN.exec(text)?.[0].codePointAt(0);
  if (forbidden === undefined) return;
  throw sqsError(
    "InvalidMessageContents",
    `Invalid binary character '#x${forbidden.toString(16).toUpperCase()}' was found in the ${place}, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].`,
  );
}

/**
 * Checks a message's attributes. The words for names and numbers are from memory; for an empty name they are those of
 * aws/aws-sdk-php#694.
 *
 * @throws AwsError as SQS answers.
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > MOST_ATTRIBUTES) {
    throw refusal(`Number of message attributes [${names.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`);
  }
  for (const name of names) checkAttribute(name, attributes[name] ?? { DataType: undefined });
}

/** @throws AwsError for a system attribute that clients do not send (model: MessageSystemAttributeNameForSends). */
export function checkSystemAttributes(attributes: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(attributes).find((name) => name !== "AWSTraceHeader");
  if (unknown !== undefined) throw refusal(`Message system attribute name '${unknown}' is invalid.`);
}

function checkAttribute(name: string, attribute: MessageAttributes[string]): void {
  const { DataType: type = "", StringValue: text = "", BinaryValue: bytes = "" } = attribute;
  if (name === "") throw refusal("The request must contain non-empty message attribute name.");
  if (!NAME.test(name) || RESERVED.test(name)) {
    throw refusal(
      `The message (user) attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
    );
  }
  if (attribute.StringListValues !== undefined || attribute.BinaryListValues !== undefined) {
    throw sqsError("UnsupportedOperation", "Message attribute list values in SendMessage operation are not supported.");
  }
  if (!TYPE.test(type)) {
    throw refusal(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if ((type.startsWith("Binary") ? bytes : text) === "") {
    throw refusal(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
  }
  if (type.startsWith("Number") && !NUMBER.test(text)) {
    throw refusal(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  checkCharacters(text, `message attribute '${name}' value`);
}

function refusal(message: string): Error {
  return sqsError("InvalidParameterValueException", message);
}
