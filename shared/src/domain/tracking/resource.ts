import type { Entity } from './entity.ts';
import type { EntityObject } from './entity-object.ts';
import type { Phase } from './phase.ts';
import type { Progress } from './progress.ts';

/** What each resource's records are. Their fields are those of the wire, in every representation. */
export interface Records {
  readonly phase: Phase;
  readonly progress: Progress;
  readonly entity: Entity;
  readonly entity_object: EntityObject;
}

export type ResourceName = keyof Records;

export const resourceNames = ['phase', 'progress', 'entity', 'entity_object'] as const;

/** What each resource's records are found by. */
export interface Keys {
  readonly phase: Pick<Phase, 'step_id'>;
  readonly progress: Pick<Progress, 'step_id' | 'entity_id'>;
  readonly entity: Pick<Entity, 'entity_id'>;
  readonly entity_object: Pick<EntityObject, 'object_id'>;
}

/** The fields of each resource's key, in the order in which lists are sorted. */
export const keyFields: { readonly [R in ResourceName]: readonly (keyof Keys[R] & string)[] } = {
  phase: ['step_id'],
  progress: ['step_id', 'entity_id'],
  entity: ['entity_id'],
  entity_object: ['object_id'],
};

/** A key as one text: `2`, or `2/5` for the progress of entity 5 at phase 2. */
export function keyText<R extends ResourceName>(resource: R, key: Keys[R]): string {
  return keyFields[resource].map((field) => key[field]).join('/');
}

/** The key that `keyText` wrote. */
export function readKey<R extends ResourceName>(resource: R, text: string): Keys[R] {
  const values = text.split('/').map(Number);
  const entries = keyFields[resource].map((field, index) => [field, values[index]]);
  return Object.fromEntries(entries) as Keys[R];
}

/** `phase step_id 2`, for messages. */
export function describeKey<R extends ResourceName>(resource: R, key: Keys[R]): string {
  const fields = keyFields[resource].map((field) => `${field} ${key[field]}`);
  return `${resource.replace('_', ' ')} ${fields.join(', ')}`;
}

/** What a record is found by. */
export function keyOf<R extends ResourceName>(resource: R, record: Records[R]): Keys[R] {
  const values = new Map<string, unknown>(Object.entries(record));
  return Object.fromEntries(
    keyFields[resource].map((field) => [field, values.get(field)]),
  ) as Keys[R];
}
