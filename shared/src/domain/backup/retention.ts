import * as z from 'zod';
import { compareCodePoints } from '../code-point-order.ts';
import { timeOfSetId } from './set-id.ts';

const rules = ['keep_last', 'daily', 'weekly', 'monthly', 'yearly'] as const;

type Rule = (typeof rules)[number];

/** For how many of the latest sets, days, weeks, months and years a set is kept. */
export type RetentionPolicy = Readonly<Record<Rule, number>>;

export const defaultRetention: RetentionPolicy = {
  keep_last: 3,
  daily: 7,
  weekly: 5,
  monthly: 12,
  yearly: 3,
};

const mostKept = 10_000;
const wrong = (rule: string) => `${rule} must be a whole number from 0 to ${mostKept}.`;

/** A policy's fields as whole numbers; what is left out is as in `defaultRetention`. */
export const retentionSchema = z.strictObject(
  Object.fromEntries(
    rules.map((rule) => [
      rule,
      z
        .int(wrong(rule))
        .min(0, wrong(rule))
        .max(mostKept, wrong(rule))
        .default(defaultRetention[rule]),
    ]),
  ) as Record<Rule, z.ZodDefault<z.ZodInt>>,
);

/** What retention asks of a set. A set is proven, or damaged, by the latest record of a proof. */
export interface RetainableSet {
  readonly set_id: string;
  readonly state: 'proven' | 'damaged' | 'unproven';
}

export interface RetentionVerdict {
  readonly set_id: string;
  readonly keeps: boolean;
  readonly reasons: readonly string[];
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekOf(time: Date): string {
  const day = (time.getUTCDay() + 6) % 7;
  const thursday = new Date(time);
  thursday.setUTCDate(time.getUTCDate() - day + 3);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The part of time, in UTC, of which a rule keeps the newest set; for the last sets each is its own. */
const periodOf: Readonly<Record<Rule, (setId: string, time: Date) => string>> = {
  keep_last: (setId) => setId,
  daily: (_, time) => time.toISOString().slice(0, 10),
  weekly: (_, time) => weekOf(time),
  monthly: (_, time) => time.toISOString().slice(0, 7),
  yearly: (_, time) => time.toISOString().slice(0, 4),
};

/** The sets that a rule keeps, each with the reason: the newest of each of the latest periods that have one. */
function applyRule(rule: Rule, setIds: readonly string[], most: number): Map<string, string> {
  const newest = new Map<string, string>();
  for (const setId of setIds) {
    const period = periodOf[rule](setId, timeOfSetId(setId));
    if (!newest.has(period)) newest.set(period, setId);
  }
  const kept = [...newest].slice(0, most);
  return new Map(
    kept.map(([period, setId], index) => [
      setId,
      rule === 'keep_last' ? `last ${index + 1} of ${most}` : `${rule}: newest of ${period}`,
    ]),
  );
}

/** Reasons that no policy overrules. */
function protect(sets: readonly RetainableSet[]): Map<string, string> {
  const newestProven = sets.findIndex(({ state }) => state === 'proven');
  const [newest] = sets;
  if (newest === undefined) return new Map();
  if (newestProven < 0) return new Map([[newest.set_id, 'newest set, and none is proven']]);
  const damaged = sets
    .slice(0, newestProven)
    .filter(({ state }) => state === 'damaged')
    .map(({ set_id }) => [set_id, 'damaged, and nothing newer is proven'] as const);
  return new Map([[sets[newestProven]?.set_id ?? '', 'newest proven set'], ...damaged]);
}

/**
 * Says of each set, the newest first, whether it is kept and why. A rule keeps the newest set of
 * each of the latest periods that have one. Damaged sets take no place of a rule. Whatever the
 * policy, the newest proven set is kept; where none is proven, the newest set.
 */
export function planRetention(
  sets: readonly RetainableSet[],
  policy: RetentionPolicy,
): RetentionVerdict[] {
  const ordered = sets.toSorted((a, b) => compareCodePoints(b.set_id, a.set_id));
  const sound = ordered.filter(({ state }) => state !== 'damaged').map(({ set_id }) => set_id);
  const kept = [protect(ordered), ...rules.map((rule) => applyRule(rule, sound, policy[rule]))];
  return ordered.map(({ set_id, state }) => {
    const reasons = kept.flatMap((rule) => rule.get(set_id) ?? []);
    if (reasons.length > 0) return { set_id, keeps: true, reasons };
    const reason = state === 'damaged' ? 'damaged, and a newer set is proven' : 'no rule keeps it';
    return { set_id, keeps: false, reasons: [reason] };
  });
}
