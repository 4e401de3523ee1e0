import { type FunctionRule, scalar } from './signature.ts';

const hash = (name: string) =>
  scalar(['STRING -> BYTES', 'BYTES -> BYTES'], ([x]) => `unhex(${name}(${x}))`);

export const hashFunctions: Readonly<Record<string, FunctionRule>> = {
  MD5: hash('md5'),
  SHA1: hash('sha1'),
  SHA256: hash('sha256'),
  SHA512: scalar(
    ['STRING -> BYTES', 'BYTES -> BYTES'],
    ([x], _, [kind]) => `unhex(gs_sha512(${kind === 'BYTES' ? x : `encode(${x})`}))`,
  ),
  TO_HEX: scalar(['BYTES -> STRING'], ([x]) => `lower(hex(${x}))`),
  FROM_HEX: scalar(['STRING -> BYTES'], ([x]) => `unhex(gs_hex_digits(${x}))`),
  TO_BASE64: scalar(['BYTES -> STRING'], ([x]) => `to_base64(${x})`),
  FROM_BASE64: scalar(['STRING -> BYTES'], ([x]) => `from_base64(gs_base64_digits(${x}))`),
  GENERATE_UUID: scalar([' -> STRING'], () => 'CAST(gen_random_uuid() AS VARCHAR)'),
};
