/** More are not remembered; the oldest are forgotten first. */
const mostIds = 100_000;

/** The insertIds of rows that were added lately, by the table's relation. */
export function createInsertIds() {
  const seen = new Set<string>();
  const keyOf = (relation: string, id: string) => `${relation} ${id}`;
  return {
    has: (relation: string, id: string) => seen.has(keyOf(relation, id)),
    add: (relation: string, ids: Iterable<string>) => {
      for (const id of ids) seen.add(keyOf(relation, id));
      for (const oldest of seen) {
        if (seen.size <= mostIds) return;
        seen.delete(oldest);
      }
    },
  };
}

export type InsertIds = ReturnType<typeof createInsertIds>;
