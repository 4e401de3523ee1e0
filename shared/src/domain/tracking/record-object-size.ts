import { objectIdOf } from './object-id.ts';
import { type RecorderPorts, untilDone } from './recorder-ports.ts';
import { refuseBusy } from './refusals.ts';
import type { TrackingRecord } from './tracking-record.ts';

type ObjectSize = Extract<TrackingRecord, { record: 'object-size' }>;

/** Keeps the size of an entity's object: of the one that has its name, or of a new one. */
export async function recordObjectSize(ports: RecorderPorts, size: ObjectSize): Promise<void> {
  const { store, recordedBy } = ports;
  const { entity_id, name, size_in_mb } = size;
  const author = { actor: recordedBy };
  let object_id = objectIdOf(entity_id, name);
  const refusal = () => refuseBusy('entity_object', { object_id });
  await untilDone(refusal, async () => {
    const page = { limit: 1, cursor: null };
    const [listed] = (await store.entity_object.list({ entity_id, name }, page)).items;
    const holder = listed === undefined ? await store.entity_object.get({ object_id }) : null;
    // Another one may have recorded the object since it was looked for.
    const isSame = holder?.record.entity_id === entity_id && holder.record.name === name;
    const known = listed ?? (isSame ? holder : null);
    if (known === null) {
      if (holder !== null) object_id += 1;
      await store.entity_object.create({ object_id, entity_id, name, size_in_mb }, author);
    } else if (known.record.size_in_mb !== size_in_mb) {
      await store.entity_object.replace({ ...known.record, size_in_mb }, author, known.version);
    }
  });
}
