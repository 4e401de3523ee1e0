import type { Manifest, TableManifest } from '../../../shared/src/domain/backup/manifest.ts';
import { departments } from '../columns.ts';

/** The entry of a table of three rows; `overrides` say what else it is. */
export function aTableManifest(overrides: Partial<TableManifest> = {}): TableManifest {
  return {
    table: 'departments',
    object: 'hr/20261120T231500Z-abc123/departments.avro',
    generation: '1795216500000001',
    rows: 3,
    bytes: 420,
    sha256: 'a'.repeat(64),
    crc32c: 'AAAAAA==',
    content_hash: `ordered-sha256:${'b'.repeat(64)}`,
    codec: 'deflate',
    ddl: 'CREATE TABLE `departments` (…)',
    avro_schema: { type: 'record', name: 'departments', fields: [] },
    contract: { ...departments, primaryKey: ['id'] },
    ...overrides,
  };
}

/** A manifest of one table; `overrides` say what else it is. */
export function aManifest(overrides: Partial<Manifest> = {}): Manifest {
  return {
    version: 1,
    set_id: '20261120T231500Z-abc123',
    database: 'hr',
    taken_at: '2026-11-20T23:15:00.123Z',
    finished_at: '2026-11-20T23:15:04.000Z',
    server_version: '8.0.44',
    binlog: { file: 'binlog.000017', position: 4711 },
    tables: [aTableManifest()],
    ...overrides,
  };
}
