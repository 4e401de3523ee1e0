import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';
import { dropTrailing } from './drop-trailing.ts';

const form = /^(-?)(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?$/;
const longest = '838:59:59';

/** TIME: a span `[-]H:MM[:SS[.f]]` of up to 838:59:59 hours. Canonical: `[-]HH:MM:SS[.f]`. */
export function compileTime(column: Column): ValueCheck {
  const { fraction: places = 0 } = column;
  return (cell) => {
    const parts = form.exec(cell);
    if (parts === null) return refuse('bad-date', cell, 'is not a time of the form [-]HH:MM[:SS]');
    const [, sign = '', hours = '', minutes = '', seconds = '00', decimals = ''] = parts;
    const fraction = dropTrailing(decimals, '0');
    if (fraction.length > places) {
      return refuse('out-of-range', cell, `has more than ${places} digits of a second's fraction`);
    }
    const text = `${String(Number(hours)).padStart(2, '0')}:${minutes}:${seconds}`;
    if (Number(hours) > 838 || (text === longest && fraction !== '')) {
      return refuse('out-of-range', cell, `is longer than ${longest}`);
    }
    const span = places === 0 ? text : `${text}.${fraction.padEnd(places, '0')}`;
    return sign === '-' && /[1-9]/.test(span) ? `-${span}` : span;
  };
}
