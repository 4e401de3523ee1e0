/** Letters to insert, delete or change to make `a` of `b` (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const insert = (current[column - 1] ?? 0) + 1;
      const remove = (previous[column] ?? 0) + 1;
      current.push(Math.min(change, insert, remove));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Names longer than this are no slips of the pen, and would take long to compare. */
const longestName = 64;

/** The `names` that may have been meant by `name`, nearest first: at most 3, at most half of it different. */
export function nearestNames(name: string, names: Iterable<string>): string[] {
  if (name.length > longestName) return [];
  const wanted = name.toLowerCase();
  return [...new Set(names)]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance * 2 <= Math.min(name.length, candidate.length))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` (nearest: a, b)`, or nothing where no name comes near. */
export function describeNearest(name: string, names: Iterable<string>): string {
  const nearest = nearestNames(name, names);
  return nearest.length === 0 ? '' : ` (nearest: ${nearest.join(', ')})`;
}
