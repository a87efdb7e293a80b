/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be, as `docs` and issues say it: `≤ 2 s`. */
  readonly aim?: string;
  /** What a reader must know to compare it. */
  readonly note?: string;
}

/** A part of the benchmark; it has a process to itself. */
export type Section = () => Promise<readonly Figure[]>;
