import type { FrameBound, WindowSpec } from '../syntax/query.ts';
import { coerce } from './coerce.ts';
import type { Context } from './context.ts';
import { orderKeys, orderSql } from './order-sql.ts';

/** A window together with those that it is built on. */
function complete(spec: WindowSpec, context: Context): WindowSpec {
  if (spec.base === null) return spec;
  const named = context.windows.get(spec.base.text.toLowerCase());
  if (named === undefined) {
    throw context.error(spec.base.at, `Unrecognized window alias ${spec.base.text}`);
  }
  const base = complete(named, context);
  if (base.frame !== null && (spec.frame !== null || spec.orderBy.length > 0)) {
    throw context.error(spec.at, 'A window with a frame cannot be extended');
  }
  return {
    base: null,
    partitionBy: base.partitionBy.length > 0 ? base.partitionBy : spec.partitionBy,
    orderBy: base.orderBy.length > 0 ? base.orderBy : spec.orderBy,
    frame: spec.frame ?? base.frame,
    at: spec.at,
  };
}

function boundSql({ kind, distance }: FrameBound, isRows: boolean, context: Context): string {
  if (distance === null) return kind;
  const value = context.expression(distance);
  const sql = isRows ? coerce(value, { kind: 'INT64' }) : value.sql;
  if (sql === null) throw context.error(distance.at, 'Window framing expression must be INT64');
  const checked = isRows ? `gs_not_negative(${sql})` : sql;
  return `${checked} ${kind}`;
}

function frameSql(spec: WindowSpec, context: Context): string {
  const { frame } = spec;
  if (frame === null) return '';
  const isRows = frame.unit === 'ROWS';
  const from = boundSql(frame.from, isRows, context);
  const to = frame.to === null ? 'CURRENT ROW' : boundSql(frame.to, isRows, context);
  return `${frame.unit} BETWEEN ${from} AND ${to}`;
}

/** A RANGE with distances is measured along one key, so NaN can't be told apart by another. */
function rangeOrder(spec: WindowSpec, context: Context): string {
  const [item] = spec.orderBy;
  const distances = [spec.frame?.from.distance, spec.frame?.to?.distance];
  const isMeasured =
    spec.frame?.unit === 'RANGE' && distances.some((one) => one !== null && one !== undefined);
  if (!isMeasured || item === undefined) return orderSql(spec.orderBy, context);
  const value = context.expression(item.value);
  if (value.type.kind !== 'INT64' && value.type.kind !== 'NUMERIC') {
    throw context.unsupported(spec.at, `RANGE with a distance over ${value.type.kind}`);
  }
  return `ORDER BY ${orderKeys(value, item, context).join(', ')}`;
}

/** What stands after OVER. */
export function windowSql(given: WindowSpec, around: Context): string {
  const spec = complete(given, around);
  const context = around.with({ place: { ...around.place, windows: false, name: 'a window' } });
  const keys = spec.partitionBy.map((node) => {
    const value = context.expression(node);
    if (/^(ARRAY|STRUCT|JSON|FLOAT64)$/.test(value.type.kind)) {
      throw context.error(
        node.at,
        `Partitioning by expressions of type ${value.type.kind} is not allowed`,
      );
    }
    return value.sql;
  });
  const parts = [
    keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')}`,
    rangeOrder(spec, context),
    frameSql(spec, context),
  ];
  return `(${parts.filter((part) => part !== '').join(' ')})`;
}
