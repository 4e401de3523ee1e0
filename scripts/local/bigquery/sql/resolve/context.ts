import { formatTableName, type TableName } from '../../table-name.ts';
import { type ErrorReason, GoogleSqlError } from '../google-sql-error.ts';
import type { Relation, TranslateOptions } from '../statement.ts';
import type { Expression, Name } from '../syntax/expression.ts';
import type { Query, WindowSpec } from '../syntax/query.ts';
import { errorAt } from '../tokens/locate.ts';
import type { Output } from './output.ts';
import { emptyScope, type Scope } from './scope.ts';
import type { Value } from './value.ts';

/** A query as DuckDB's; its columns are called c1, c2 … */
export interface ResolvedQuery {
  readonly sql: string;
  readonly columns: readonly Output[];
}

/** The rules that lead back to all others. */
export interface Rules {
  expression(node: Expression, context: Context): Value;
  /** With `asValue`, SELECT AS STRUCT gives one column; otherwise its fields are columns. */
  query(node: Query, context: Context, asValue: boolean): ResolvedQuery;
}

export interface CommonTableInfo {
  readonly sql: string;
  readonly columns: readonly Output[];
}

/** What may stand at a place of a query, and what the place is called in messages. */
export interface Place {
  readonly name: string;
  readonly aggregates: boolean;
  readonly windows: boolean;
}

interface Surroundings {
  readonly scope: Scope;
  readonly place: Place;
  readonly commonTables: ReadonlyMap<string, CommonTableInfo>;
  readonly windows: ReadonlyMap<string, WindowSpec>;
}

/** What is shared by all of a statement: its text and what is noted on the way. */
export class StatementNotes {
  readonly text: string;
  readonly options: TranslateOptions;
  readonly rules: Rules;
  readonly binds: number[] = [];
  readonly reads: TableName[] = [];
  #names = 0;

  constructor(text: string, options: TranslateOptions, rules: Rules) {
    this.text = text;
    this.options = options;
    this.rules = rules;
  }

  /** A name that no other part of the statement has. */
  newName(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  /** The number of the bound value that holds a parameter. */
  bind(parameter: number): number {
    if (!this.binds.includes(parameter)) this.binds.push(parameter);
    return this.binds.indexOf(parameter) + 1;
  }

  find(name: TableName): Relation | null {
    return this.options.find(name);
  }

  note(name: TableName): void {
    const key = formatTableName(name);
    if (!this.reads.some((read) => formatTableName(read) === key)) this.reads.push(name);
  }
}

/** Where an expression stands: what its names mean and what is allowed. */
export class Context {
  readonly notes: StatementNotes;
  readonly scope: Scope;
  readonly place: Place;
  readonly commonTables: ReadonlyMap<string, CommonTableInfo>;
  readonly windows: ReadonlyMap<string, WindowSpec>;

  constructor(notes: StatementNotes, around: Partial<Surroundings> = {}) {
    this.notes = notes;
    this.scope = around.scope ?? emptyScope(null);
    this.place = around.place ?? { name: 'statement', aggregates: false, windows: false };
    this.commonTables = around.commonTables ?? new Map();
    this.windows = around.windows ?? new Map();
  }

  with(changes: Partial<Surroundings>): Context {
    const { scope, place, commonTables, windows } = this;
    return new Context(this.notes, { scope, place, commonTables, windows, ...changes });
  }

  /** The same at a place that allows neither aggregates nor windows. */
  at(name: string): Context {
    return this.with({ place: { name, aggregates: false, windows: false } });
  }

  expression(node: Expression): Value {
    return this.notes.rules.expression(node, this);
  }

  query(node: Query, asValue = false): ResolvedQuery {
    return this.notes.rules.query(node, this, asValue);
  }

  error(at: number, message: string, reason?: ErrorReason): GoogleSqlError {
    return errorAt(this.notes.text, at, message, reason);
  }

  /** A construct of GoogleSQL that is not translated. */
  unsupported(at: number, construct: string): GoogleSqlError {
    const message = `${construct} is not supported by the local BigQuery`;
    return errorAt(this.notes.text, at, message, 'notImplemented');
  }

  /** A table's full name from its one, two or three parts. */
  tableName(path: readonly Name[]): TableName {
    const parts = path.map(({ text }) => text);
    const [first] = path;
    const table = parts.at(-1) ?? '';
    const dataset = parts.at(-2) ?? this.notes.options.dataset;
    const project = parts.length > 2 ? parts.slice(0, -2).join('.') : this.notes.options.project;
    if (dataset === null) {
      const message = `Table "${table}" must be qualified with a dataset (e.g. dataset.table).`;
      throw new GoogleSqlError('invalid', message, null);
    }
    if (dataset.toUpperCase() === 'INFORMATION_SCHEMA') {
      throw this.unsupported(first?.at ?? 0, `INFORMATION_SCHEMA.${table}`);
    }
    return { project, dataset, table };
  }
}
