import { readDateTime } from '../../../domain/tracking/date-time.ts';
import type { Records, ResourceName } from '../../../domain/tracking/resource.ts';
import type { Row, Scalar, ScalarType } from '../statement.ts';
import type { EventTable } from './event-table.ts';

function readCell(cell: Scalar, type: ScalarType): Scalar {
  if (type !== 'TIMESTAMP' || cell === null) return cell;
  const read = readDateTime(String(cell));
  return 'value' in read ? read.value : cell;
}

/** The record that a row of a view holds. */
export function readRecord<R extends ResourceName>(table: EventTable, row: Row): Records[R] {
  const fields = Object.entries(table.columns).map(([name, type]) => [
    name,
    readCell(row[name] ?? null, type),
  ]);
  return Object.fromEntries(fields) as Records[R];
}
