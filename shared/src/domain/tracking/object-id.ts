const [offset, prime, bits] = [0xcbf29ce484222325n, 0x100000001b3n, 40];

/**
 * An id for an entity's object that nobody has given one: the same for the same entity and name
 * (FNV-1a), so that those who record it at the same time record one object.
 */
export function objectIdOf(entityId: number, name: string): number {
  let hash = offset;
  for (const byte of new TextEncoder().encode(`${entityId}/${name}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return Number(hash >> BigInt(64 - bits));
}
