import type { Connection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { Migration } from './migration-files.ts';

const dropTable =
  /^drop\s+table\s+(?:if\s+exists\s+)?(?<tables>.+?)(?:\s+(?:restrict|cascade))?$/is;

function tablesDroppedBy({ down }: Migration): string[] {
  return down.statements.flatMap(({ text }) =>
    (dropTable.exec(text)?.groups?.tables ?? '')
      .split(',')
      .map((table) => table.trim().replaceAll('`', ''))
      .filter((table) => table !== ''),
  );
}

async function holdsRows(connection: Connection, table: string): Promise<boolean> {
  const [tables] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
    [table],
  );
  if (tables.length === 0) return false;
  const [rows] = await connection.query<RowDataPacket[]>('SELECT 1 FROM ?? LIMIT 1', [table]);
  return rows.length > 0;
}

/** Throws `conflict`, naming them, when undoing the migrations would drop tables that hold rows. */
export async function refuseToDropRows(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<void> {
  const full: string[] = [];
  for (const table of migrations.flatMap(tablesDroppedBy)) {
    if (await holdsRows(connection, table)) full.push(table);
  }
  if (full.length === 0) return;
  throw new AppError(
    'conflict',
    `This would drop ${full.join(', ')} with the rows in it. Nothing was undone. If they may go: npm run migrate -- down --force`,
  );
}
