import type { LoadPorts } from '../../shared/src/domain/ingest/load-ports.ts';
import type {
  Claim,
  HeldLoad,
  LoadLedger,
  LoadTransaction,
  RowStore,
} from '../../shared/src/domain/ingest/ports.ts';

/** Called in place of each call of a port; it makes the call itself, or does not. */
export type Intercept = <T>(call: () => Promise<T>) => Promise<T>;

type AsyncMethod = (...args: never[]) => Promise<unknown>;

/** The same object, whose asynchronous methods of these names go through `intercept`. */
function wrap<T extends object>(target: T, names: readonly (keyof T)[], intercept: Intercept): T {
  const wrapped = { ...target };
  for (const name of names) {
    const method = target[name] as AsyncMethod;
    const through = (...args: never[]) => intercept(() => method(...args));
    wrapped[name] = through as T[typeof name];
  }
  return wrapped;
}

const methodsOf = <T extends object>(target: T) =>
  (Object.keys(target) as (keyof T)[]).filter((name) => typeof target[name] === 'function');

function wrapTransaction(transaction: LoadTransaction, intercept: Intercept): LoadTransaction {
  const wrapped = wrap(transaction, methodsOf(transaction), intercept);
  return {
    ...wrapped,
    async rows(...args) {
      const rows: RowStore = await wrapped.rows(...args);
      return wrap(rows, methodsOf(rows), intercept);
    },
  };
}

function wrapHeld(held: HeldLoad, intercept: Intercept): HeldLoad {
  return {
    ...held,
    transaction: (work) =>
      held.transaction((transaction) => work(wrapTransaction(transaction, intercept))),
  };
}

function wrapLedger(ledger: LoadLedger, intercept: Intercept): LoadLedger {
  const wrapped = wrap(
    ledger,
    ['findLoad', 'staleEvidence', 'publishing', 'countOpenRejects'],
    intercept,
  );
  return {
    ...wrapped,
    async claim(drop): Promise<Claim> {
      const claim = await intercept(() => ledger.claim(drop));
      return claim.kind === 'held' ? { ...claim, held: wrapHeld(claim.held, intercept) } : claim;
    },
  };
}

/** The ports, with `intercept` around every call of ledger, transactions, rows, drops and results. */
export function interceptPorts(ports: LoadPorts, intercept: Intercept): LoadPorts {
  return {
    ...ports,
    ledger: wrapLedger(ports.ledger, intercept),
    drops: wrap(ports.drops, ['open'], intercept),
    results: wrap(ports.results, ['write', 'remove'], intercept),
    tables: wrap(ports.tables, ['describe', 'list', 'referrers', 'measure'], intercept),
  };
}
