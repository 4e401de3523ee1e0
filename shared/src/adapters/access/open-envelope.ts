import type { EncryptionKeys } from '../../domain/access/encryption-keys.ts';
import type { Envelope } from '../../domain/access/envelope.ts';
import { mysqlReplayGuard } from '../mysql/access/replay-guard.ts';
import { connectMysql, type MysqlTarget } from '../mysql/connect.ts';
import { joseEnvelope } from './jose-envelope.ts';

export interface EnvelopeSettings extends MysqlTarget {
  readonly ENCRYPTION_KEYS: EncryptionKeys;
}

/** A claim is short; further ones wait. */
const connections = 2;

/** Opens and seals by the function's settings; which bodies were opened is kept in the target database. */
export async function openEnvelope(settings: EnvelopeSettings): Promise<Envelope> {
  const { pool } = await connectMysql(settings, connections);
  const guard = mysqlReplayGuard(pool);
  return joseEnvelope({ keys: settings.ENCRYPTION_KEYS, guard, now: () => new Date() });
}
