import { text } from 'node:stream/consumers';
import { scryptHasher } from '@cutover/shared/adapters/access/scrypt-hasher.ts';
import { mysqlUserStore } from '@cutover/shared/adapters/mysql/access/user-store.ts';
import { connectMysql } from '@cutover/shared/adapters/mysql/connect.ts';
import { type Role, roles } from '@cutover/shared/domain/access/role.ts';
import {
  passwordSchema,
  type UserStore,
  userNameSchema,
} from '@cutover/shared/domain/access/user-store.ts';
import { findMysqlTarget } from './mysql-target.ts';

const usage = `npm run -s users -- list
npm run -s users -- add NAME ROLE     the password is read from standard input
npm run -s users -- role NAME ROLE
npm run -s users -- password NAME     the password is read from standard input
npm run -s users -- remove NAME

The roles are ${roles.join(', ')}. A change counts from the next sign-in on; tokens that are about stay good
until they expire. The database is MYSQL_URL, or MYSQL_HOST, MYSQL_USER ..., or the local cloud's while it runs.`;

function readRole(word: string | undefined): Role {
  const role = roles.find((each) => each === word);
  if (role === undefined) throw new Error(`Name a role: ${roles.join(', ')}.`);
  return role;
}

function readName(word: string | undefined): string {
  const name = userNameSchema.safeParse(word);
  if (!name.success) throw new Error(`The user name ${name.error.issues[0]?.message}.`);
  return name.data;
}

/** Not from the command line: other users of the machine can see that. */
async function readPasswordHash(): Promise<string> {
  if (process.stdin.isTTY) console.error('Password, then Enter and Ctrl-D (it is shown):');
  const typed = (await text(process.stdin)).replace(/\r?\n$/, '');
  const password = passwordSchema.safeParse(typed);
  if (!password.success) throw new Error(`The password ${password.error.issues[0]?.message}.`);
  return scryptHasher().hash(password.data);
}

async function list(users: UserStore): Promise<string> {
  const rows = await users.list();
  const lines = rows.map(({ name, role, createdAt, changedAt }) =>
    [name.padEnd(24), role.padEnd(8), `since ${createdAt}, changed ${changedAt}`].join(' '),
  );
  return lines.length === 0 ? 'There is no user yet.' : lines.join('\n');
}

async function change(users: UserStore, [command, word, role]: readonly string[]): Promise<string> {
  const name = readName(word);
  if (command === 'add') {
    const added = { name, role: readRole(role), passwordHash: await readPasswordHash() };
    await users.add(added);
    return `Added ${name}, ${added.role}.`;
  }
  if (command === 'role') {
    await users.change(name, { role: readRole(role) });
    return `${name} is ${role} from the next sign-in on.`;
  }
  if (command === 'password') {
    await users.change(name, { passwordHash: await readPasswordHash() });
    return `${name} has another password.`;
  }
  await users.remove(name);
  return `Removed ${name}.`;
}

const commands: Readonly<Record<string, number>> = {
  list: 1,
  add: 3,
  role: 3,
  password: 2,
  remove: 2,
};

async function run(words: readonly string[]): Promise<string> {
  if (words.length !== commands[words[0] ?? '']) throw new Error(usage);
  const { pool, close } = await connectMysql(findMysqlTarget(process.env), 1);
  try {
    const users = mysqlUserStore(pool);
    return await (words[0] === 'list' ? list(users) : change(users, words));
  } finally {
    await close();
  }
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
