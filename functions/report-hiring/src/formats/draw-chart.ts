import type { Bar, Report } from '../report.ts';
import { escapeHtml } from './escape-html.ts';

const mostBars = 40;
const mostLetters = 30;
const labelWidth = 230;
const plotWidth = 560;
const valueWidth = 70;
const rowHeight = 26;
const barHeight = 16;
const top = 26;

const sizeOf = ({ parts }: Bar) => parts.reduce((total, part) => total + part, 0);

function shorten(text: string): string {
  const letters = [...text];
  return letters.length > mostLetters ? `${letters.slice(0, mostLetters - 1).join('')}…` : text;
}

function drawBar(bar: Bar, index: number, names: readonly string[], unit: number): string {
  const y = top + index * rowHeight;
  const middle = y + barHeight - 4;
  let x = labelWidth;
  const parts = bar.parts.map((part, number) => {
    const width = part * unit;
    const title = escapeHtml(`${bar.label}, ${names[number]}: ${part}`);
    const box = `<rect class="part${number}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${barHeight}"><title>${title}</title></rect>`;
    x += width;
    return part === 0 ? '' : box;
  });
  return `<text x="${labelWidth - 8}" y="${middle}" text-anchor="end">${escapeHtml(shorten(bar.label))}<title>${escapeHtml(bar.label)}</title></text>${parts.join('')}<text x="${(x + 6).toFixed(1)}" y="${middle}">${sizeOf(bar)}</text>`;
}

function drawLegend(names: readonly string[]): string {
  if (names.length < 2) return '';
  return names
    .map((name, index) => {
      const x = labelWidth + index * 60;
      return `<rect class="part${index}" x="${x}" y="4" width="12" height="12"/><text x="${x + 18}" y="14">${escapeHtml(name)}</text>`;
    })
    .join('');
}

/** Horizontal bars as inline SVG, coloured by the page's style. Past 40 bars, the longest 40 in their order. */
export function drawChart({ title, chart }: Report): string {
  const { bars, parts, mark } = chart;
  if (bars.length === 0) return '';
  const least = bars.map(sizeOf).sort((a, b) => b - a)[mostBars - 1] ?? 0;
  const drawn = bars.filter((bar) => sizeOf(bar) >= least).slice(0, mostBars);
  const unit = plotWidth / Math.max(...drawn.map(sizeOf), mark?.value ?? 0, 1);
  const height = top + drawn.length * rowHeight;
  const width = labelWidth + plotWidth + valueWidth;
  const markX = (labelWidth + (mark?.value ?? 0) * unit).toFixed(1);
  const line =
    mark === null
      ? ''
      : `<line class="mark" x1="${markX}" x2="${markX}" y1="${top - 6}" y2="${height}"/><text x="${markX}" y="14" text-anchor="middle">${escapeHtml(mark.label)}</text>`;
  const note =
    drawn.length < bars.length ? ` The ${drawn.length} longest of ${bars.length} bars.` : '';
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(`Bar chart: ${title}. The table below holds the same figures.${note}`)}">
${drawLegend(parts)}
${drawn.map((bar, index) => drawBar(bar, index, parts, unit)).join('\n')}
${line}
</svg>
`;
}
