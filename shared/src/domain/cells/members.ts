import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

const shownMembers = 8;

function listMembers(members: readonly string[]): string {
  const more = members.length - shownMembers;
  return members.slice(0, shownMembers).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Finds a member's own spelling: exact first, then as the collation folds case. Outer white space does not count. */
function compileFind(column: Column): (cell: string) => string | undefined {
  const { members = [], collation = '' } = column;
  const isExact = /_(bin|cs)$|^binary$/.test(collation);
  const fold = (text: string) => (isExact ? text.trim() : text.trim().toLowerCase());
  const exact = new Map(members.map((member) => [member, member]));
  const folded = new Map(members.map((member) => [fold(member), member]));
  return (cell) => exact.get(cell) ?? folded.get(fold(cell));
}

/** ENUM: one of the members in any letter case, unless the collation tells cases apart. An index is not a member. */
export function compileEnum(column: Column): ValueCheck {
  const find = compileFind(column);
  const reason = `is not one of: ${listMembers(column.members ?? [])}`;
  return (cell) => find(cell) ?? refuse('not-in-list', cell, reason);
}

/** SET: members divided by commas, in any order; canonical in the order of the type, each once. */
export function compileSet(column: Column): ValueCheck {
  const { members = [] } = column;
  const find = compileFind(column);
  return (cell) => {
    if (cell === '') return '';
    const chosen = new Set<string>();
    for (const part of cell.split(',')) {
      const member = find(part);
      if (member === undefined) {
        return refuse('not-in-list', part, `is not one of: ${listMembers(members)}`);
      }
      chosen.add(member);
    }
    return members.filter((member) => chosen.has(member)).join(',');
  };
}
