import { createGate, type Gate } from './gate.ts';

/** Work of the same name comes one after another, in the order in which it asks. */
export function createTurns() {
  const gates = new Map<string, { readonly gate: Gate; users: number }>();
  return {
    take: async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const turn = gates.get(name) ?? { gate: createGate(), users: 0 };
      gates.set(name, turn);
      turn.users += 1;
      try {
        return await turn.gate.alone(work);
      } finally {
        turn.users -= 1;
        if (turn.users === 0) gates.delete(name);
      }
    },
  };
}
