import { isRole, type Role, roles } from './role.ts';

/** Roles by e-mail, in small letters. */
export type AllowList = ReadonlyMap<string, Role>;

const entry = /^\s*([^\s=,]+@[^\s=,]+)\s*=\s*(\w+)\s*$/;

/**
 * Reads `email=role,email=role`; a text of blanks lists nobody. Null where an entry is not of that
 * form, names no role or is there twice: half a list would be another list.
 */
export function parseAllowList(text: string): AllowList | null {
  if (text.trim() === '') return new Map();
  const parts = text.split(',').map((part) => entry.exec(part));
  const list = new Map<string, Role>();
  for (const [, email = '', role = ''] of parts.map((part) => part ?? [])) {
    if (!isRole(role) || list.has(email.toLowerCase())) return null;
    list.set(email.toLowerCase(), role);
  }
  return list;
}

/** What an allow list must look like, for error texts. */
export const allowListForm = `must be email=role,email=role with the roles ${roles.join(', ')}, each e-mail once`;
