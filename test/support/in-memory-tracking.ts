import { AppError } from '../../shared/src/domain/app-error.ts';
import type { Page, PageRequest } from '../../shared/src/domain/page.ts';
import type { Change, HistoryFilter } from '../../shared/src/domain/tracking/change.ts';
import type { Evidence, EvidenceStore } from '../../shared/src/domain/tracking/evidence.ts';
import type { OverviewFacts } from '../../shared/src/domain/tracking/overview-facts.ts';
import {
  type Referrers,
  referencesOf,
  refuseKnown,
  refuseMoved,
  refuseReferences,
  refuseReferred,
  refuseUnknown,
} from '../../shared/src/domain/tracking/refusals.ts';
import {
  type Keys,
  keyFields,
  keyOf,
  keyText,
  type Records,
  type ResourceName,
  resourceNames,
} from '../../shared/src/domain/tracking/resource.ts';
import type {
  Author,
  RecordStore,
  Stored,
  TrackingStore,
} from '../../shared/src/domain/tracking/tracking-store.ts';

type AnyRecord = Records[ResourceName];

/** Every change in the order in which it was made; nothing overlaps here, so none is ever withdrawn. */
class Journal {
  readonly changes: Change[] = [];

  last(resource: ResourceName, key: string): Change | undefined {
    return this.changes.findLast(
      (change) => change.resource === resource && keyText(resource, change.key) === key,
    );
  }

  live(resource: ResourceName): { change: Change; record: AnyRecord }[] {
    const newest = new Map<string, Change>();
    for (const change of this.changes) {
      if (change.resource === resource) newest.set(keyText(resource, change.key), change);
    }
    return [...newest.values()].flatMap((change) =>
      change.new === null ? [] : [{ change, record: change.new }],
    );
  }

  referrersOf(resource: ResourceName, key: string): Referrers[] {
    return resourceNames.flatMap((other) => {
      const keys = this.live(other)
        .filter(({ record }) =>
          referencesOf(other, record).some((to) => to.resource === resource && to.key === key),
        )
        .map(({ change }) => keyText(other, change.key));
      const [example] = keys.toSorted();
      return example === undefined ? [] : [{ resource: other, count: keys.length, example }];
    });
  }
}

function fieldOf(record: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(record)).get(name);
}

function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: PageRequest,
  idOf: (item: Item) => string,
): Page<Item> {
  const start = cursor === null ? 0 : items.findIndex((item) => idOf(item) === cursor) + 1;
  if (cursor !== null && start === 0) {
    throw new AppError('invalid-request', 'cursor is none that a page before has given.');
  }
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return { items: page, next: start + limit < items.length && last ? idOf(last) : null };
}

function inMemoryRecords<R extends ResourceName>(journal: Journal, resource: R): RecordStore<R> {
  const toStored = (change: Change): Stored<Records[R]> => ({
    record: structuredClone(change.new) as Records[R],
    version: change.version,
    changedAt: change.at,
    changedBy: change.actor,
  });

  function append(
    operation: Change['operation'],
    key: Keys[R],
    record: Records[R] | null,
    author: Author,
  ): Change {
    const before = journal.last(resource, keyText(resource, key));
    const change: Change = {
      eventId: String(journal.changes.length).padStart(12, '0'),
      resource,
      key,
      version: (before?.version ?? 0) + 1,
      operation,
      at: new Date().toISOString(),
      actor: author.actor,
      reason: author.reason ?? null,
      old: before?.new ?? null,
      new: structuredClone(record),
      isWithdrawn: false,
    };
    journal.changes.push(change);
    return change;
  }

  function checkReferences(record: Records[R]): void {
    const missing = referencesOf(resource, record).filter(
      (reference) => (journal.last(reference.resource, reference.key)?.new ?? null) === null,
    );
    if (missing.length > 0) throw refuseReferences(missing);
  }

  function find(key: Keys[R], expected?: number): Change {
    const change = journal.last(resource, keyText(resource, key));
    if (change === undefined || change.new === null) throw refuseUnknown(resource, key);
    if (expected !== undefined && expected !== change.version) {
      throw refuseMoved(resource, key, change.version);
    }
    return change;
  }

  return {
    async get(key) {
      const change = journal.last(resource, keyText(resource, key));
      return change === undefined || change.new === null ? null : toStored(change);
    },
    async list(filter, page) {
      const matching = journal
        .live(resource)
        .filter(({ record }) =>
          Object.entries(filter).every(([name, value]) => fieldOf(record, name) === value),
        )
        .map(({ change }) => toStored(change))
        .toSorted((a, b) => {
          const [left, right] = [a, b].map(({ record }) =>
            keyFields[resource].map((field) => Number(fieldOf(record, field))),
          );
          const differences = (left ?? []).map((value, index) => value - (right?.[index] ?? 0));
          return differences.find((difference) => difference !== 0) ?? 0;
        });
      return pageOf(matching, page, ({ record }) => keyText(resource, keyOf(resource, record)));
    },
    async create(record, author) {
      const key = keyOf(resource, record);
      const known = journal.last(resource, keyText(resource, key))?.new ?? null;
      if (known !== null) throw refuseKnown(resource, key);
      checkReferences(record);
      return toStored(append('create', key, record, author));
    },
    async replace(record, author, expectedVersion) {
      const key = keyOf(resource, record);
      find(key, expectedVersion);
      checkReferences(record);
      return toStored(append('replace', key, record, author));
    },
    async remove(key, author, expectedVersion) {
      find(key, expectedVersion);
      const referrers = journal.referrersOf(resource, keyText(resource, key));
      if (referrers.length > 0) throw refuseReferred(resource, key, referrers);
      append('delete', key, null, author);
    },
  };
}

function passes(change: Change, filter: HistoryFilter): boolean {
  const record = change.new ?? change.old ?? {};
  const refers = (resource: ResourceName, id: number | undefined, field: string) => {
    if (id === undefined) return true;
    if (change.resource === resource) return keyText(resource, change.key as never) === String(id);
    return fieldOf(record, field) === id;
  };
  return (
    (filter.resource ?? change.resource) === change.resource &&
    (refers('phase', filter.step_id, 'step_id') ||
      (change.resource === 'phase' && fieldOf(record, 'parent_step_id') === filter.step_id)) &&
    refers('entity', filter.entity_id, 'entity_id') &&
    (filter.object_id === undefined || fieldOf(change.key, 'object_id') === filter.object_id) &&
    (filter.operation ?? change.operation) === change.operation &&
    (filter.actor ?? change.actor) === change.actor &&
    (filter.since === undefined || change.at >= filter.since) &&
    (filter.until === undefined || change.at < filter.until)
  );
}

function readFacts(journal: Journal, entityId?: number, env?: string): OverviewFacts {
  const recordsOf = <R extends ResourceName>(resource: R) =>
    journal.live(resource).map(({ record }) => record as Records[R]);
  const objects = recordsOf('entity_object');
  const attemptsOf = (key: string) => {
    const own = journal.changes.filter(
      (change) =>
        change.resource === 'progress' && keyText('progress', change.key as never) === key,
    );
    const created = own.findLastIndex(({ operation }) => operation === 'create');
    return new Set(own.slice(created).map((change) => fieldOf(change.new ?? {}, 'start_date_time')))
      .size;
  };
  return {
    phases: recordsOf('phase'),
    entities: recordsOf('entity')
      .filter((entity) => (entityId ?? entity.entity_id) === entity.entity_id)
      .filter((entity) => (env ?? entity.env) === entity.env)
      .map((entity) => {
        const own = objects.filter(({ entity_id }) => entity_id === entity.entity_id);
        const size_in_mb = own.reduce((sum, object) => sum + object.size_in_mb, 0);
        return { ...entity, objects: own.length, size_in_mb };
      }),
    progress: recordsOf('progress')
      .filter(({ entity_id }) => (entityId ?? entity_id) === entity_id)
      .map((progress) => ({ ...progress, attempts: attemptsOf(keyText('progress', progress)) })),
  };
}

function inMemoryEvidence(): EvidenceStore {
  const facts = new Map<string, Evidence>();
  return {
    async keep(evidence) {
      for (const fact of evidence) {
        if (!facts.has(fact.evidence_id)) facts.set(fact.evidence_id, structuredClone(fact));
      }
    },
    async read(entityId, env, kinds) {
      return [...facts.values()]
        .filter((fact) => fact.entity_id === entityId && (env ?? fact.env) === fact.env)
        .filter(({ kind }) => kinds.includes(kind))
        .toSorted((a, b) =>
          `${a.occurred_at} ${a.evidence_id}` < `${b.occurred_at} ${b.evidence_id}` ? -1 : 1,
        );
    },
  };
}

/** The tracking tables in this process: the same promises, nothing kept. */
export function inMemoryTracking(): { store: TrackingStore; evidence: EvidenceStore } {
  const journal = new Journal();
  const store: TrackingStore = {
    phase: inMemoryRecords(journal, 'phase'),
    progress: inMemoryRecords(journal, 'progress'),
    entity: inMemoryRecords(journal, 'entity'),
    entity_object: inMemoryRecords(journal, 'entity_object'),
    async history(filter, page) {
      const changes = journal.changes.filter((change) => passes(change, filter)).toReversed();
      return pageOf(changes, page, ({ eventId }) => eventId);
    },
    readOverviewFacts: async ({ entity_id, env }) => readFacts(journal, entity_id, env),
  };
  return { store, evidence: inMemoryEvidence() };
}
