import { sourceHash } from '@cutover/shared/runtime/source-hash.ts';

/** The page's only style. Nothing is loaded from elsewhere; colours suit light and dark, and colour-blind eyes. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #c8ccd1; --soft: #f3f4f6; --mark: #b3261e;
  --part0: #0072b2; --part1: #e69f00; --part2: #009e73; --part3: #cc79a7; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #1c2128; --mark: #ff8a80;
  --part0: #56b4e9; --part1: #f0b840; --part2: #2fc9a0; --part3: #e29cc2; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
nav a { margin-right: 1rem; }
svg { width: 100%; height: auto; margin: 1rem 0; font: 13px system-ui, sans-serif; }
svg text { fill: currentColor; }
.part0 { fill: var(--part0); } .part1 { fill: var(--part1); }
.part2 { fill: var(--part2); } .part3 { fill: var(--part3); }
.mark { stroke: var(--mark); stroke-width: 2; stroke-dasharray: 5 4; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; overflow-wrap: anywhere; }
thead th { background: var(--soft); position: sticky; top: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
`;

/** Allows the page this style and nothing else. */
export async function pagePolicy(): Promise<string> {
  return `default-src 'none'; style-src ${await sourceHash(pageStyle)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
