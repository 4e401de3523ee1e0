import { AppError, type ErrorDetail } from '../app-error.ts';
import { describeKey, type Keys, type Records, type ResourceName } from './resource.ts';

/** A field of a record that names another record's key. */
export interface Reference {
  readonly field: string;
  readonly resource: ResourceName;
  /** The other record's key, as `keyText` writes it. */
  readonly key: string;
}

/** Records that refer to one, of one resource. */
export interface Referrers {
  readonly resource: ResourceName;
  readonly count: number;
  /** The key of one of them, as `keyText` writes it. */
  readonly example: string;
}

/** Which fields name records of which resource. */
const references: { readonly [R in ResourceName]: Readonly<Record<string, ResourceName>> } = {
  phase: { parent_step_id: 'phase' },
  progress: { step_id: 'phase', entity_id: 'entity' },
  entity: {},
  entity_object: { entity_id: 'entity' },
};

/** What a record refers to. A phase that is its own parent refers to nothing. */
export function referencesOf<R extends ResourceName>(
  resource: R,
  record: Records[R],
): readonly Reference[] {
  const values = new Map<string, unknown>(Object.entries(record));
  const own = values.get('step_id');
  return Object.entries(references[resource])
    .map(([field, other]) => ({ field, resource: other, id: values.get(field) ?? null }))
    .filter(({ resource: other, id }) => id !== null && !(other === resource && id === own))
    .map(({ field, resource: other, id }) => ({ field, resource: other, key: String(id) }));
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function refuseKnown<R extends ResourceName>(resource: R, key: Keys[R]): AppError {
  const what = capitalised(describeKey(resource, key));
  return new AppError('conflict', `${what} exists already; replace it with PUT.`);
}

export function refuseUnknown<R extends ResourceName>(resource: R, key: Keys[R]): AppError {
  return new AppError('not-found', `There is no ${describeKey(resource, key)}.`);
}

export function refuseMoved<R extends ResourceName>(
  resource: R,
  key: Keys[R],
  version: number,
): AppError {
  const what = capitalised(describeKey(resource, key));
  const message = `${what} was changed meanwhile: its version is ${version}. Read it again.`;
  return new AppError('precondition-failed', message);
}

/** `missing`: the references that lead nowhere. */
export function refuseReferences(missing: readonly Reference[]): AppError {
  const details = missing.map(({ field, resource, key }): ErrorDetail => {
    const other = resource.replace('_', ' ');
    return { at: `/${field}`, message: `There is no ${other} ${key}, which ${field} names.` };
  });
  const message = details.map((detail) => detail.message).join(' ');
  return new AppError('unknown-reference', message, { details });
}

export function refuseReferred<R extends ResourceName>(
  resource: R,
  key: Keys[R],
  referrers: readonly Referrers[],
): AppError {
  const what = capitalised(describeKey(resource, key));
  const sorted = referrers.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
  const who = sorted.map(({ resource: other, count, example }) => {
    const more = count === 1 ? '' : ` and ${count - 1} more`;
    return `${other.replace('_', ' ')} ${example}${more}`;
  });
  return new AppError('conflict', `${what} can't be deleted: ${who.join(', ')} refer to it.`, {
    details: who.map((message) => ({ message })),
  });
}

export function refuseBusy<R extends ResourceName>(resource: R, key: Keys[R]): AppError {
  const what = capitalised(describeKey(resource, key));
  return new AppError('busy', `${what} is being changed by many at once; try again.`);
}
