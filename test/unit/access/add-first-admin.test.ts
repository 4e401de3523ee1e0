import { addFirstAdmin } from '@cutover/shared/domain/access/add-first-admin.ts';
import type { User, UserStore } from '@cutover/shared/domain/access/user-store.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { countingHasher } from '../../support/counting-hasher.ts';

describe('the first administrator', () => {
  const passwords = countingHasher();
  const storeOf = (users: User[]): UserStore => ({
    find: async (name) => users.find((user) => user.name === name) ?? null,
    list: async () => users.map((user) => ({ ...user, createdAt: '', changedAt: '' })),
    add: async (user) => {
      if (users.some(({ name }) => name === user.name)) throw new AppError('conflict', 'There.');
      users.push(user);
    },
    change: async () => {},
    remove: async () => {},
  });
  const first = { name: 'admin', password: 'correct horse' };

  it('is added where there is no user, once', async () => {
    const users: User[] = [];
    expect(await addFirstAdmin(storeOf(users), passwords, first)).toBe(true);
    expect(await addFirstAdmin(storeOf(users), passwords, first)).toBe(false);
    expect(users).toEqual([{ name: 'admin', role: 'admin', passwordHash: 'correct horse' }]);
  });

  it('is not added beside another user', async () => {
    const users: User[] = [{ name: 'ann', role: 'viewer', passwordHash: 'x' }];
    expect(await addFirstAdmin(storeOf(users), passwords, first)).toBe(false);
    expect(users).toHaveLength(1);
  });

  it('may have been added by another instance in the meantime', async () => {
    const users: User[] = [{ name: 'admin', role: 'admin', passwordHash: 'x' }];
    const late = { ...storeOf(users), list: async () => [] };
    expect(await addFirstAdmin(late, passwords, first)).toBe(false);
    expect(users).toHaveLength(1);
  });
});
