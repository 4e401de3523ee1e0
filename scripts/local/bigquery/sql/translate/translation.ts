import type { Column } from '../../google-type.ts';
import type { TableName } from '../../table-name.ts';
import type { Definition, StatementKind } from '../statement.ts';

/** A statement's own part of the outcome; what it binds and reads is noted on the way. */
export interface Translation {
  readonly kind: StatementKind;
  readonly sql: string;
  readonly target?: TableName;
  readonly columns?: readonly Column[];
  readonly definition?: Definition;
}
