/**
 * A token of DynamoDB's expression language; what the language has no token for counts character by character, and
 * blanks count for nothing.
 */
const TOKEN = /[#:][0-9A-Za-z_]+|[A-Za-z_][0-9A-Za-z_]*|[0-9]+|<>|<=|>=|\S/g;

/**
 * How DynamoDB words an expression that it cannot parse: the first token that fits nowhere, and the text from the token
 * before it to the token after it. Observed: `a-b` → token `-`, near `a-b` (floci-io/floci#1512); `ADD hits : incr` →
 * token `:`, near `hits : incr` (aws/aws-cdk#7591); `INVALID SYNTAX HERE` → token `INVALID`, near `INVALID SYNTAX`
 * (nubo-db/dynoxide#12); an end that comes too early → token `<EOF>`, near the last token (AllocZero/EfficientDynamoDb#153).
 *
 * @param offset where parsing failed, in UTF-16 units.
 */
export function syntaxError(expression: string, offset: number): string {
  const tokens = [...expression.matchAll(TOKEN)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
  const failed = tokens.findIndex(({ end }) => offset < end);
  // A colon or number sign without a name is no token, although a parser may only stumble over what follows.
  const alone = tokens.findIndex(({ text }) => text === ":" || text === "#");
  const at = Math.min(failed < 0 ? tokens.length : failed, alone < 0 ? tokens.length : alone);
  const first = tokens[at - 1] ?? tokens[at];
  const last = tokens[at + 1] ?? tokens[at] ?? tokens[at - 1];
  const near = expression.slice(first?.start ?? 0, last?.end ?? 0);
  return `Syntax error; token: "${tokens[at]?.text ?? "<EOF>"}", near: "${near}"`;
}
