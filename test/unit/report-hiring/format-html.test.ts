import { createHash } from 'node:crypto';
import { formatHtml } from '../../../functions/report-hiring/src/formats/format-html.ts';
import { pagePolicy } from '../../../functions/report-hiring/src/formats/page-style.ts';
import { sampleReport } from './sample-report.ts';

const hostile = '<script>alert("1")</script> & \'x\'';
const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;';

describe('a report as a page', () => {
  const page = formatHtml(sampleReport(), null, true);

  it('has a title, a chart that names itself, the rows, the totals and what is left out', () => {
    expect(page).toContain('<title>Hires by quarter, 2021</title>');
    expect(page).toContain('role="img" aria-label="Bar chart: Hires by quarter, 2021.');
    expect(page).toContain(
      '<tr><td>Sales</td><td>Clerk</td><td class="number">1</td><td class="number">0</td>',
    );
    expect(page).toContain('12 hires in 2021, 10 of them listed.');
    expect(page).toContain('70 open rejects');
  });

  it('draws a bar as long as its count', () => {
    const widths = [...page.matchAll(/width="([\d.]+)" height="16"><title>(.*?)</g)].map(
      ([, width, title]) => [title, Number(width)],
    );
    expect(widths).toEqual([
      ['Sales, Q1: 1', 80],
      ['Sales, Q4: 2', 160],
      ['Support, Q2: 3', 240],
      ['Support, Q3: 4', 320],
    ]);
  });

  it('escapes every name, in the table, the chart and its titles', () => {
    const report = sampleReport({
      rows: [[hostile, hostile, 1, 0, 0, 0]],
      chart: { bars: [{ label: hostile, parts: [1] }], parts: ['Q1'], mark: null },
    });
    const text = formatHtml(report, `gs://results/${hostile}`, true);
    expect(text).not.toContain('<script');
    expect(text.split(escaped)).toHaveLength(5 + 1);
  });

  it('runs nothing and loads nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\ssrc=|url\(|@import/i);
  });

  it('is allowed its own style alone', async () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(await pagePolicy()).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
    expect(page).not.toMatch(/\sstyle=/);
  });

  it('links to the years beside it and the other formats, with the same choice', () => {
    const report = sampleReport({ year: 2100, includesUnknown: true });
    const links = [...formatHtml(report, null, true).matchAll(/href="([^"]*)"/g)];
    expect(links.map(([, link]) => link)).toEqual([
      '?year=2099&amp;format=html&amp;include_unknown=true',
      '?year=2100&amp;format=csv&amp;include_unknown=true',
      '?year=2100&amp;format=json&amp;include_unknown=true',
      '?year=2100&amp;format=text&amp;include_unknown=true',
    ]);
  });

  it('has no links where it is a saved copy', () => {
    expect(formatHtml(sampleReport(), null, false)).not.toContain('<a ');
  });

  it('draws the forty longest of many bars in their order', () => {
    const bars = Array.from({ length: 60 }, (_, index) => ({ label: `D${index}`, parts: [index] }));
    const text = formatHtml(
      sampleReport({ chart: { bars, parts: ['hired'], mark: { label: 'mean 30', value: 30 } } }),
      null,
      true,
    );
    const labels = [...text.matchAll(/<title>(D\d+)<\/title>/g)].map(([, label]) => label);
    expect(labels).toEqual(bars.slice(20).map(({ label }) => label));
    expect(text).toContain('The 40 longest of 60 bars.');
    expect(text).toContain('mean 30');
  });
});
