/** True where two JSON texts hold the same value: members of objects in any order, numbers by value. */
export function isSameJson(a: string, b: string): boolean {
  return a === b || isSame(JSON.parse(a), JSON.parse(b));
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const entries = Object.entries(a);
  const other = new Map(Object.entries(b));
  return (
    entries.length === other.size &&
    entries.every(([key, value]) => other.has(key) && isSame(value, other.get(key)))
  );
}
