/** A statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy as a JSON block of Markdown, a line for each part of a statement. */
export function policyBlock(statements: readonly PolicyStatement[]): string {
  const blocks = statements.map((statement) => {
    const members = Object.entries(statement).map(([name, value]) => `      "${name}": ${JSON.stringify(value)}`);
    return `    {\n${members.join(",\n")}\n    }`.replaceAll('","', '", "');
  });
  return `\`\`\`json\n{\n  "Version": "2012-10-17",\n  "Statement": [\n${blocks.join(",\n")}\n  ]\n}\n\`\`\``;
}
