/** What a caller may do, each role also what those before it may: read; load and back up; restore, truncate and manage users. */
export const roles = ['viewer', 'operator', 'admin'] as const;

export type Role = (typeof roles)[number];

/** Who may use a route: everyone with at least this role, or, signed in or not, everyone. */
export type Access = Role | 'public';

/** Whether `role` is allowed what at least `needed` is allowed. */
export function isAllowed(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export const isRole = (text: string): text is Role => roles.some((role) => role === text);
