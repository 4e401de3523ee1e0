import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
  VARCHAR,
} from '@duckdb/node-api';
import {
  type Answer,
  type Argument,
  type RuntimeFunction,
  type RuntimeType,
  runtimeFunctions,
} from './runtime-functions.ts';

const types: Readonly<Record<RuntimeType, DuckDBType>> = { BIGINT, DOUBLE, VARCHAR, BOOLEAN, BLOB };

function read(value: DuckDBValue): Argument {
  if (value instanceof DuckDBBlobValue) return value.bytes;
  return value as bigint | number | string | boolean;
}

function callEach({ run }: RuntimeFunction, input: DuckDBDataChunk, output: DuckDBVector): void {
  const columns = Array.from({ length: input.columnCount }, (_, index) =>
    input.getColumnVector(index),
  );
  const call = run as (...args: Argument[]) => Answer;
  for (let row = 0; row < input.rowCount; row += 1) {
    const values = columns.map((column) => column.getItem(row));
    output.setItem(row, values.includes(null) ? null : call(...values.map(read)));
  }
  output.flush();
}

/** Makes the functions known that translated statements call, to all connections of the instance. */
export function installRuntime(connection: DuckDBConnection): void {
  for (const definition of runtimeFunctions) {
    const { name, parameters, result, volatile = false } = definition;
    const registered = DuckDBScalarFunction.create({
      name,
      parameterTypes: parameters.map((type) => types[type]),
      returnType: types[result],
      volatile,
      mainFunction: (_info, input, output) => callEach(definition, input, output),
    });
    connection.registerScalarFunction(registered);
  }
}
