export interface Chain {
  readonly id: number;
}
