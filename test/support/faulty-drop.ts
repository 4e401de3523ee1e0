import { createRandom, type Random } from '../../scripts/sample-data/random.ts';

/** Departments 11 and 12 come with a later drop; what refers to them waits until then. */
export const firstParents = {
  departments: `id,department\n${Array.from({ length: 10 }, (_, at) => `${at + 1},Department ${at + 1}\n`).join('')}`,
  jobs: Array.from({ length: 10 }, (_, at) => `${at + 1},Job ${at + 1}\n`).join(''),
};
export const lateDepartments = 'id,department\n11,Late\n12,"Later, still"\n11,Late\n1,Other\n';

type Cells = [id: string, name: string, datetime: string, department: string, job: string];

const spoilers: readonly ((cells: Cells, random: Random) => string)[] = [
  ([id, , ...rest]) => [id, '', ...rest].join(','),
  ([, ...rest]) => ['x7', ...rest].join(','),
  ([, ...rest]) => ['99999999999', ...rest].join(','),
  ([id, , ...rest]) => [id, 'n'.repeat(300), ...rest].join(','),
  ([id, name, , ...rest]) => [id, name, '2021-02-30T00:00:00Z', ...rest].join(','),
  ([id, name, datetime, , job]) => [id, name, datetime, '99', job].join(','),
  ([id, name, datetime, , job]) => [id, name, datetime, '11', job].join(','),
  ([id, name, datetime, , job]) => [id, name, datetime, '12', job].join(','),
  ([, name, ...rest], random) => [String(1 + random.below(50)), name, ...rest].join(','),
  ([id, name, datetime]) => [id, name, datetime].join(','),
  (cells) => [...cells, 'more', 'and more'].join(','),
  ([id, , ...rest]) => [id, 'caf\xe9', ...rest].join(','),
  ([id, name, ...rest]) => [id, `"${name}`, ...rest].join(','),
  () => ',,,,',
  () => '',
  ([id]) => [id, '', 'yesterday', 'x', '99'].join(','),
  (cells) => `${cells.join(',')}\n${cells.join(',')}`,
];

function goodCells(id: number, random: Random): Cells {
  const name = random.pick([
    `Person ${id}`,
    `"Person ${id}, ""the second"""`,
    `"Person ${id}\r\nof two lines"`,
    Buffer.from(`Zoë ${id} 🙂`, 'utf8').toString('latin1'),
  ]);
  const day = String(1 + random.below(28)).padStart(2, '0');
  const [department, job] = [1 + random.below(10), 1 + random.below(10)];
  return [
    String(id),
    name,
    `2021-${day.slice(0, 2) > '12' ? '11' : day}-${day}T10:00:00Z`,
    String(department),
    String(job),
  ];
}

/**
 * A file of hires in which three of ten records have a fault of some kind: every code, records
 * that wait for a department, repeated ones, blank lines, quoted line ends.
 */
export function faultyDrop(records: number, seed: number): Buffer {
  const random = createRandom(seed);
  const lines = ['id,name,datetime,department_id,job_id'];
  for (let id = 1; id <= records; id++) {
    const cells = goodCells(id, random);
    lines.push(random.chance(0.3) ? random.pick(spoilers)(cells, random) : cells.join(','));
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}
