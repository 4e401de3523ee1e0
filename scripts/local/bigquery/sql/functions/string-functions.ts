import { concatenateValues } from '../resolve/concatenate.ts';
import { listOfTexts } from './list-of-texts.ts';
import { regexpFunctions } from './regexp-functions.ts';
import { type FunctionRule, scalar } from './signature.ts';

const all = 'CAST(9223372036854775807 AS BIGINT)';
const call = (name: string) => (args: readonly string[]) => `${name}(${args.join(', ')})`;

const concat: FunctionRule = ({ name, args, at }, context) => {
  const values = args.map((node) => context.expression(node));
  if (values.length === 0)
    throw context.error(at, 'No matching signature for function CONCAT with no arguments');
  return concatenateValues(`function ${name}`, values, at, context);
};

const length = scalar(['STRING -> INT64', 'BYTES -> INT64'], ([x], _, [kind]) =>
  kind === 'BYTES' ? `octet_length(${x})` : `length(${x})`,
);

const bytes = scalar(['STRING -> INT64', 'BYTES -> INT64'], ([x], _, [kind]) =>
  kind === 'BYTES' ? `octet_length(${x})` : `strlen(${x})`,
);
const characters = scalar(['STRING -> INT64'], ([x]) => `length(${x})`);
const substring = scalar(
  ['STRING, INT64, INT64? -> STRING'],
  ([text, from, count = all]) => `gs_substr(${text}, ${from}, ${count})`,
);
const trim = (name: string) =>
  scalar(['STRING, STRING? -> STRING'], ([text, set]) =>
    set === undefined ? `gs_${name}(${text})` : `gs_${name}_of(${text}, ${set})`,
  );
const pad = (name: string) =>
  scalar(
    ['STRING, INT64, STRING? -> STRING'],
    ([text, width, filler = "' '"]) => `gs_${name}(${text}, ${width}, ${filler})`,
  );

export const stringFunctions: Readonly<Record<string, FunctionRule>> = {
  CONCAT: concat,
  LENGTH: length,
  CHAR_LENGTH: characters,
  CHARACTER_LENGTH: characters,
  BYTE_LENGTH: bytes,
  OCTET_LENGTH: bytes,
  UPPER: scalar(['STRING -> STRING'], call('gs_upper')),
  LOWER: scalar(['STRING -> STRING'], call('gs_lower')),
  TRIM: trim('trim'),
  LTRIM: trim('ltrim'),
  RTRIM: trim('rtrim'),
  SUBSTR: substring,
  SUBSTRING: substring,
  LEFT: scalar(['STRING, INT64 -> STRING'], call('gs_left')),
  RIGHT: scalar(['STRING, INT64 -> STRING'], call('gs_right')),
  REPLACE: scalar(['STRING, STRING, STRING -> STRING'], call('gs_replace')),
  REPEAT: scalar(['STRING, INT64 -> STRING'], call('gs_repeat')),
  REVERSE: scalar(['STRING -> STRING'], call('gs_reverse')),
  LPAD: pad('lpad'),
  RPAD: pad('rpad'),
  STARTS_WITH: scalar(['STRING, STRING -> BOOL'], call('starts_with')),
  ENDS_WITH: scalar(['STRING, STRING -> BOOL'], call('ends_with')),
  STRPOS: scalar(['STRING, STRING -> INT64'], call('gs_strpos')),
  SPLIT: scalar(['STRING, STRING? -> ARRAY<STRING>'], ([text, by = "','"]) =>
    listOfTexts(`gs_split(${text}, ${by})`),
  ),
  ...regexpFunctions,
};
