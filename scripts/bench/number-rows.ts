const digits = Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ');
const million = ['a', 'b', 'c', 'd', 'e', 'f'];
const numbers = million.map((name, place) => `${name}.d * ${10 ** place}`).join(' + ');

/** Numbers `id` from ? on, a million of them, as a derived table; every server has it. */
export const numberRows = `(SELECT ? + ${numbers} AS id FROM ${million
  .map((name) => `(${digits}) AS ${name}`)
  .join(', ')}) AS ids`;

/** The most numbers that `numberRows` gives. */
export const numbersAtOnce = 10 ** million.length;
