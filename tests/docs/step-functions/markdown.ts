import { Evidence, readCases } from "./evidence.ts";
import {
  eventSupport,
  fieldSupport,
  innerSupport,
  integrationSupport,
  operationSupport,
  type Support,
  wordSupport,
} from "./tables.ts";

/** What Step Functions supports here, from its code and the cases it is tested with. */
export function stepFunctionsSupport(): readonly Support[] {
  const evidence = new Evidence(readCases());
  return [fieldSupport, innerSupport, wordSupport, eventSupport, operationSupport, integrationSupport].flatMap(
    (table) => table(evidence),
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
    "### Fields inside of fields",
    "",
    "Each with the number of its cases.",
    "",
    ...inner(innerSupport(evidence)),
    "",
    ...wordsByGroup(wordSupport(evidence)),
    "`$eval` is no function, as on AWS: an expression that calls it fails with `T1006`.",
    "",
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

/** A row for each field, a column for each state: the number of cases, or nothing where the state has no such field. */
function fields(supports: readonly Support[]): string[] {
  const states = [...new Set(supports.map(({ group }) => group))];
  const names = [...new Set(supports.map(({ name }) => name))];
  const rows = names.map((name) => {
    const found = supports.filter((each) => each.name === name);
    const languages = [...new Set(found.flatMap(({ notes = [] }) => notes))];
    const cells = states.map((state) => cell(found.find(({ group }) => group === state)));
    return row(code(name), languages.join(", "), ...cells);
  });
  const refused = supports.filter(({ refused: why }) => why !== undefined);
  return [
    row("Field", "Query language", ...states),
    `|---|---|${states.map(() => "--:|").join("")}`,
    ...rows,
    "",
    ...refused.map(({ name, refused: why }) => `- ${code(name)} is refused by name: ${why}.`),
  ];
}

function cell(support: Support | undefined): string {
  if (support === undefined) return "";
  return support.refused === undefined ? String(support.cases) : "refused";
}

function inner(supports: readonly Support[]): string[] {
  const groups = [...new Set(supports.map(({ group }) => group))];
  return [
    row("Of", "Fields"),
    "|---|---|",
    ...groups.map((group) => {
      const found = supports.filter((each) => each.group === group);
      return row(group, found.map(({ name, cases }) => `${code(name)} (${cases})`).join(", "));
    }),
  ];
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
