/** What schemas that are written by hand say most. */
export const TEXT = { type: "string" } as const;
export const FLAG = { type: "boolean" } as const;
export const NUMBER = { type: "number" } as const;
export const TEXTS = { type: "list", of: TEXT } as const;
