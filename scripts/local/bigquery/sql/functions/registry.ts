import { arrayFunctions } from './array-functions.ts';
import { conditionalFunctions } from './conditional-functions.ts';
import { hashFunctions } from './hash-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { mathFunctions } from './math-functions.ts';
import { momentFunctions } from './moment-functions.ts';
import type { FunctionRule } from './signature.ts';
import { stringFunctions } from './string-functions.ts';

const functions: Readonly<Record<string, FunctionRule>> = {
  ...arrayFunctions,
  ...conditionalFunctions,
  ...hashFunctions,
  ...jsonFunctions,
  ...mathFunctions,
  ...momentFunctions,
  ...stringFunctions,
};

/** The function of a name in capitals; aggregates and window functions are not among them. */
export const findFunction = (name: string): FunctionRule | null =>
  (Object.hasOwn(functions, name) ? functions[name] : undefined) ?? null;
