import { AppError } from '../../domain/app-error.ts';
import type { WriterField, WriterSchema } from './parse-schema.ts';
import type { ReadBlock } from './read-container.ts';
import type { ValueType } from './value-type.ts';

/** Goes through the values of a block without making anything of them. */
interface Walk {
  readonly bytes: Uint8Array;
  at: number;
}

type Skip = (walk: Walk) => void;

/** What is read behind the end is NaN or 0 here, and the row ends behind the block's end. */
function takeLong(walk: Walk): number {
  let value = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = walk.bytes[walk.at++] ?? 0;
    value += (byte & 127) * unit;
    if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

function skipLong(walk: Walk): void {
  while ((walk.bytes[walk.at++] ?? 0) > 127);
}

const skipBytes: Skip = (walk) => {
  const size = takeLong(walk);
  walk.at = size < 0 ? Number.POSITIVE_INFINITY : walk.at + size;
};

const skipFixed =
  (size: number): Skip =>
  (walk) => {
    walk.at += size;
  };

function chooseSkip({ type, size = 0 }: ValueType): Skip | undefined {
  switch (type) {
    case 'null':
      return () => {};
    case 'boolean':
      return skipFixed(1);
    case 'int':
    case 'long':
    case 'enum':
      return skipLong;
    case 'float':
      return skipFixed(4);
    case 'double':
      return skipFixed(8);
    case 'bytes':
    case 'string':
      return skipBytes;
    case 'fixed':
      return skipFixed(size);
    case 'other':
      return undefined;
  }
}

function skipField({ name, isUnion, types }: WriterField): Skip {
  const skips = types.map((type) => {
    const skip = chooseSkip(type);
    if (skip !== undefined) return skip;
    throw new AppError('unsupported', `The field ${name} is ${type.label}, which no column holds.`);
  });
  const [only] = skips;
  if (!isUnion && only !== undefined) return only;
  return (walk) => {
    const skip = skips[takeLong(walk)];
    if (skip === undefined) walk.at = Number.POSITIVE_INFINITY;
    else skip(walk);
  };
}

/**
 * Makes the finding of where each row of a block ends; `name` is the file's in messages. Fails with
 * `invalid-object` for a block that does not hold as many whole rows as it says.
 */
export function findRowEnds(
  name: string,
  { fields }: WriterSchema,
): (block: ReadBlock) => Uint32Array {
  const skips = fields.map(skipField);
  return ({ bytes, count, offset }) => {
    const walk: Walk = { bytes, at: 0 };
    const ends = new Uint32Array(count);
    for (let row = 0; row < count && walk.at <= bytes.length; row++) {
      for (const skip of skips) skip(walk);
      ends[row] = walk.at;
    }
    if (walk.at === bytes.length) return ends;
    throw new AppError(
      'invalid-object',
      `${name} is damaged: the block at byte ${offset} does not hold ${count} rows.`,
    );
  };
}
