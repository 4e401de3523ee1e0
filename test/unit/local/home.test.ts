import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockHome } from '../../../scripts/local/home-lock.ts';
import { openHome } from '../../../scripts/local/open-home.ts';
import { makeHome } from '../../support/local-cloud.ts';

describe('a home of the local cloud', () => {
  let home: ReturnType<typeof makeHome>;
  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => home.remove());

  it('has one holder, whose process is named to the next', () => {
    const { release } = lockHome(home.folder);
    expect(() => lockHome(home.folder)).toThrow(`as process ${process.pid}`);
    release();
    lockHome(home.folder).release();
    expect(readdirSync(home.folder)).toEqual([]);
  });

  it('is taken over from a process that is gone, also when its number is in use again', () => {
    writeFileSync(join(home.folder, 'lock'), '999999999 1');
    lockHome(home.folder).release();
    writeFileSync(join(home.folder, 'lock'), `${process.pid} 1`);
    lockHome(home.folder).release();
  });

  it('is not made of a folder that holds other things', () => {
    writeFileSync(join(home.folder, 'thesis.txt'), 'years of work');
    expect(() => openHome(home.folder, true)).toThrow('holds other things');
    expect(readFileSync(join(home.folder, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(readdirSync(home.folder)).toEqual(['thesis.txt']);
  });

  it('forgets its data and keeps its programs when it is made fresh', () => {
    mkdirSync(join(home.folder, 'programs'));
    const first = openHome(home.folder, false);
    expect(first.isNew()).toBe(true);
    first.settle();
    mkdirSync(first.path('mysql'));
    first.close();
    const second = openHome(home.folder, false);
    expect(second.isNew()).toBe(false);
    second.close();
    const third = openHome(home.folder, true);
    expect(third.isNew()).toBe(true);
    expect(existsSync(third.path('mysql'))).toBe(false);
    expect(existsSync(third.path('programs'))).toBe(true);
    third.close();
  });
});
