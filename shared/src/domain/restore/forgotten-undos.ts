/** Replaced rows that are kept, and how long for. */
export interface KeptRows {
  readonly id: string;
  readonly ageSeconds: number;
}

export interface UndoRule {
  /** The newest so many replacements can be undone, whichever tables they are of ... */
  readonly count: number;
  /** ... for so many days. */
  readonly days: number;
}

export const defaultUndoRule: UndoRule = { count: 3, days: 7 };

/** Ids of the replacements whose rows are not to be kept any longer. `kept` is in order, the newest first. */
export function chooseForgotten(kept: readonly KeptRows[], rule: UndoRule): string[] {
  return kept
    .filter(({ ageSeconds }, at) => at >= rule.count || ageSeconds > rule.days * 86_400)
    .map(({ id }) => id);
}
