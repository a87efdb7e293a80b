import { Evidence, readCases } from "./evidence.ts";
import {
  eventSupport,
  fieldSupport,
  integrationSupport,
  operationSupport,
  type Support,
  wordSupport,
} from "./tables.ts";

/** What Step Functions supports here, from its code and the cases it is tested with. */
export function stepFunctionsSupport(): readonly Support[] {
  const evidence = new Evidence(readCases());
  return [fieldSupport, wordSupport, eventSupport, operationSupport, integrationSupport].flatMap((table) =>
    table(evidence),
  );
}

/** The tables of docs/step-functions.md. */
export function stepFunctionsTables(): string {
  const cases = readCases();
  const evidence = new Evidence(cases);
  return [
    `${cases.length} cases.`,
    "",
    "### States, field by field",
    "",
    ...fields(fieldSupport(evidence)),
    "",
    ...wordsByGroup(wordSupport(evidence)),
    "### Events of the execution history",
    "",
    ...plain("Event", eventSupport(evidence)),
    "",
    "### Operations of the API",
    "",
    ...plain("Operation", operationSupport(evidence)),
    "",
    "### Service integrations",
    "",
    "Optimized integrations that are refused, by service: a definition with one is refused when it is created, naming it.",
    "",
    ...integrations(integrationSupport(evidence)),
  ].join("\n");
}

function fields(supports: readonly Support[]): string[] {
  const rows = supports.map(({ group, name, notes = [], cases, refused }) =>
    row(group, code(name), notes.join(", "), String(cases), refused === undefined ? "" : `refused by name: ${refused}`),
  );
  return [row("State", "Field", "Query language", "Cases", "Not supported"), "|---|---|---|--:|---|", ...rows];
}

function wordsByGroup(supports: readonly Support[]): string[] {
  const groups = [...new Set(supports.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const rows = supports.filter((each) => each.group === group).map(({ name, cases }) => `${code(name)} (${cases})`);
    return [`### ${group}`, "", `Each with the number of its cases: ${rows.join(", ")}.`, ""];
  });
}

function plain(head: string, supports: readonly Support[]): string[] {
  const rows = supports.map(({ name, cases, refused }) => row(code(name), String(cases), refused ?? ""));
  return [row(head, "Cases", "Never"), "|---|--:|---|", ...rows];
}

function integrations(supports: readonly Support[]): string[] {
  const served = supports.filter(({ refused }) => refused === undefined);
  const refused = new Map<string, string[]>();
  for (const { group, name, refused: why } of supports) {
    if (why === undefined) continue;
    const names = refused.get(group) ?? [];
    refused.set(group, [...names, code(name.slice(group.length + 1))]);
  }
  return [
    ...[...refused].map(([service, names]) => `- ${service}: ${names.join(", ")}`),
    "",
    row("Integration", "Cases"),
    "|---|--:|",
    ...served.map(({ name, cases }) => row(code(name), String(cases))),
  ];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
