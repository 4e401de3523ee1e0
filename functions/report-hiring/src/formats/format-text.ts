import { describeLeftOut, describeSource, describeTotals } from '../describe-report.ts';
import type { Cell, Report } from '../report.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const widthOf = (text: string) => [...graphemes.segment(text)].length;

/** Control characters and marks that turn the writing's direction: they would break the grid or steer a terminal. */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function show(cell: Cell): string {
  return String(cell).replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** A bordered grid, numbers to the right, with the totals and what is left out below. */
export function formatText(report: Report, savedTo: string | null): string {
  const { title, columns, rows } = report;
  const table = [columns, ...rows].map((cells) => cells.map(show));
  const widths = columns.map((_, index) =>
    table.reduce((widest, cells) => Math.max(widest, widthOf(cells[index] ?? '')), 0),
  );
  const isNumber = columns.map((_, index) =>
    rows.length === 0 ? false : rows.every((cells) => typeof cells[index] === 'number'),
  );
  const border = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const lines = table.map((cells) => {
    const padded = cells.map((text, index) => {
      const space = ' '.repeat((widths[index] ?? 0) - widthOf(text));
      return isNumber[index] ? ` ${space}${text} ` : ` ${text}${space} `;
    });
    return `|${padded.join('|')}|`;
  });
  const [header = '', ...body] = lines;
  const grid = [border, header, border, ...body, ...(body.length === 0 ? [] : [border])];
  const end = [describeTotals(report), describeLeftOut(report), ...describeSource(report)];
  const saved = savedTo === null ? [] : [`Saved to ${savedTo}`];
  return `${[title, ...grid, ...end, ...saved].join('\n')}\n`;
}
