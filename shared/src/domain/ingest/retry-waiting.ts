import { AppError } from '../app-error.ts';
import type { Entry } from './entry.ts';
import type { LoadPorts } from './load-ports.ts';
import { findMissing } from './look-up.ts';
import { noPackedRows } from './packed-rows.ts';
import type { HeldLoad, LoadTransaction, RetriedReject, WaitingReject } from './ports.ts';
import { resolveEntries } from './resolve-entries.ts';
import { compileTablePlan, type TablePlan } from './table-plan.ts';
import { findUnknownReferences } from './unknown-references.ts';

const rejectsAPage = 5000;

type RetryPorts = Pick<LoadPorts, 'ledger' | 'tables' | 'tablesConfig'>;
type RetryTransaction = Pick<LoadTransaction, 'rows' | 'waitingRejects' | 'settleRetried'>;

/** The plans of the loads that rejects belong to, each compiled once; null where it no longer fits the table. */
type PlanOf = (loadId: string) => Promise<TablePlan | null>;

function plansOf(ports: RetryPorts, table: string): PlanOf {
  const plans = new Map<string, Promise<TablePlan | null>>();
  async function compile(loadId: string): Promise<TablePlan | null> {
    const load = await ports.ledger.findLoad(loadId);
    if (!load?.plan) return null;
    const [contract, config] = [await ports.tables.describe(table), await ports.tablesConfig()];
    try {
      return compileTablePlan(load.plan, contract, config, new Date(load.startedAt));
    } catch (error) {
      // The table has changed since: the reject stays as it is, for a person to decide.
      if (error instanceof AppError && error.code === 'invalid-object') return null;
      throw error;
    }
  }
  return (loadId) => {
    const plan = plans.get(loadId) ?? compile(loadId);
    plans.set(loadId, plan);
    return plan;
  };
}

function toEntry({ line, cells }: WaitingReject, { check }: TablePlan): Entry {
  return { line, cells, ...check(cells), repairs: null };
}

/** Rejects in runs of the same load, in order. */
function* byLoad(rejects: readonly WaitingReject[]): Generator<WaitingReject[]> {
  let run: WaitingReject[] = [];
  for (const reject of rejects) {
    if (run.length > 0 && run[0]?.loadId !== reject.loadId) {
      yield run;
      run = [];
    }
    run.push(reject);
  }
  if (run.length > 0) yield run;
}

const countUnknown = ({ faults }: WaitingReject) =>
  faults.filter(({ code }) => code === 'unknown-reference').length;

/** Tries again those of which a reference leads somewhere now; the others go on waiting as they are. */
async function retryRun(
  transaction: RetryTransaction,
  run: readonly WaitingReject[],
  plan: TablePlan,
): Promise<number> {
  const { contract, targets } = plan.rules;
  const rows = await transaction.rows(contract, targets);
  const waiting = run.map((reject) => ({ reject, entry: toEntry(reject, plan) }));
  const entries = waiting.map(({ entry }) => entry);
  const missing = await findMissing(rows, { packed: noPackedRows, entries }, plan.rules);
  const unknown = findUnknownReferences(entries, plan.rules, missing);
  const ready = waiting.filter(
    ({ reject, entry }) => (unknown.get(entry) ?? []).length < countUnknown(reject),
  );
  const outcomes = await resolveEntries(
    rows,
    ready.map(({ entry }) => entry),
    plan.rules,
  );
  const retried = ready.map(
    ({ reject }, at): RetriedReject => ({ reject, result: outcomes[at] ?? [] }),
  );
  await transaction.settleRetried(retried);
  return retried.filter(({ result }) => typeof result === 'string').length;
}

/** Runs `work` in a transaction that commits when it is done, and then answers what it has. */
export type Transact = <T>(work: (transaction: RetryTransaction) => Promise<T>) => Promise<T>;

/**
 * Tries the table's waiting rejects again, page by page, each page in one transaction with what
 * becomes of its rejects. Returns how many came into the table. Tried again after a crash, it goes
 * on with those that still wait.
 */
export async function retryTable(
  ports: RetryPorts,
  transact: Transact,
  table: string,
): Promise<number> {
  const planOf = plansOf(ports, table);
  let accepted = 0;
  for (let afterId: string | undefined = '0'; afterId !== undefined; ) {
    const from: string = afterId;
    const page = await transact(async (transaction) => {
      const rejects = await transaction.waitingRejects(table, from, rejectsAPage);
      let count = 0;
      for (const run of byLoad(rejects)) {
        const plan = await planOf(run[0]?.loadId ?? '');
        if (plan !== null) count += await retryRun(transaction, run, plan);
      }
      return { count, next: rejects.length < rejectsAPage ? undefined : rejects.at(-1)?.id };
    });
    accepted += page.count;
    afterId = page.next;
  }
  return accepted;
}

/**
 * After rows came into `table`: tries again the waiting rejects of the tables that refer to it, and
 * of the tables that refer to those, as long as that brings rows. So rows may arrive in any order.
 */
export async function retryReferrers(
  ports: RetryPorts,
  transact: Transact,
  table: string,
): Promise<void> {
  const parents = [table];
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    for (const child of await ports.tables.referrers(parent)) {
      const accepted = await retryTable(ports, transact, child);
      if (accepted > 0 && !parents.includes(child)) parents.push(child);
    }
  }
}

/**
 * After a load of `table`: tries again its own records that wait for a reference, whose parents may
 * have come meanwhile, and those that may wait for its rows.
 */
export async function retryWaiting(
  ports: LoadPorts,
  held: HeldLoad,
  table: string,
  broughtRows: boolean,
): Promise<void> {
  const transact: Transact = (work) => {
    ports.checkDeadline();
    return held.transaction(async (transaction) => {
      const result = await work(transaction);
      await transaction.advance({});
      await transaction.commit();
      return result;
    });
  };
  const own = await retryTable(ports, transact, table);
  if (broughtRows || own > 0) await retryReferrers(ports, transact, table);
}
