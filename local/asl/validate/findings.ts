import type { Diagnostic, DiagnosticCode } from "../diagnostics.ts";

/** Collects what a validation finds, in the order of finding. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "ERROR");
  }

  /** The finding that most are: a value, a field or a combination that the language does not have. */
  schema(message: string, location: string): void {
    this.error("SCHEMA_VALIDATION_FAILED", message, location);
  }

  /** @param location Left out where AWS names no place. */
  error(code: DiagnosticCode, message: string, location?: string): void {
    this.diagnostics.push({ severity: "ERROR", code, message, ...(location === undefined ? {} : { location }) });
  }

  warn(code: DiagnosticCode, message: string, location: string): void {
    this.diagnostics.push({ severity: "WARNING", code, message, location });
  }
}
