import { aggregateFunctions } from '../functions/aggregate-functions.ts';

/** Whether an aggregate of this query block is in a node; those of its subqueries don't count. */
export function containsAggregate(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(containsAggregate);
  const { kind, name, over } = node as { kind?: unknown; name?: unknown; over?: unknown };
  const isAggregate =
    kind === 'call' &&
    over === null &&
    typeof name === 'string' &&
    Object.hasOwn(aggregateFunctions, name);
  if (isAggregate) return true;
  return Object.entries(node).some(([key, child]) => key !== 'query' && containsAggregate(child));
}
