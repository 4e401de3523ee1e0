import { describeLeftOut, describeSource, describeTotals } from '../describe-report.ts';
import type { Cell, Report } from '../report.ts';
import { drawChart } from './draw-chart.ts';
import { escapeHtml } from './escape-html.ts';
import { pageStyle } from './page-style.ts';

const tag = (name: 'td' | 'th', cell: Cell, more = '') =>
  `<${name}${more}${typeof cell === 'number' ? ' class="number"' : ''}>${escapeHtml(cell)}</${name}>`;

function writeTable({ columns, rows }: Report): string {
  const sample = rows[0] ?? [];
  const head = columns.map((column, index) => {
    const isNumber = typeof sample[index] === 'number';
    return `<th scope="col"${isNumber ? ' class="number"' : ''}>${escapeHtml(column)}</th>`;
  });
  const body = rows.map((cells) => `<tr>${cells.map((cell) => tag('td', cell)).join('')}</tr>`);
  return `<table>
<caption>${rows.length === 0 ? 'No rows' : `${rows.length} rows`}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

/** The way to the years beside and to the other formats; a saved page has nowhere to go. */
function writeLinks({ year, includesUnknown, set }: Report): string {
  const link = (toYear: number, format: string, label: string) => {
    const unknown = includesUnknown ? '&include_unknown=true' : '';
    const engine = set === undefined ? '' : '&engine=bigquery';
    return `<a href="${escapeHtml(`?year=${toYear}&format=${format}${unknown}${engine}`)}">${label}</a>`;
  };
  const years = [year - 1, year + 1].filter((other) => other >= 1900 && other <= 2100);
  return `<nav>${[
    ...years.map((other) => link(other, 'html', String(other))),
    ...['csv', 'json', 'text'].map((format) => link(year, format, format)),
  ].join(' ')}</nav>`;
}

/** A page that stands alone: a chart, the table, the totals and what is left out; no script, nothing loaded. */
export function formatHtml(report: Report, savedTo: string | null, hasLinks: boolean): string {
  const title = escapeHtml(report.title);
  const sources = describeSource(report).map((sentence) => `<p>${escapeHtml(sentence)}</p>\n`);
  const saved = savedTo === null ? '' : `<p>Saved to ${escapeHtml(savedTo)}</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${title}</h1>
${hasLinks ? `${writeLinks(report)}\n` : ''}<p>${escapeHtml(describeTotals(report))}</p>
<p>${escapeHtml(describeLeftOut(report))}</p>
${sources.join('')}${saved}${drawChart(report)}${writeTable(report)}
</body>
</html>
`;
}
