import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromium } from '../../scripts/ensure-chromium.ts';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { hasBrowser, startBrowser } from '../support/browser.ts';
import { interrupt, makeHome, type RunningStart, startLocalCloud } from '../support/local-cloud.ts';
import { describeIf } from '../support/skip.ts';

// It starts a whole cloud and a browser, on machines that may be busy.
jest.setTimeout(180_000);

const describeInBrowser = describeIf(
  hasBrowser,
  `there is no ${chromium}: the API documentation is not opened in a browser`,
);

describeInBrowser('the API documentation in a browser', () => {
  const home = makeHome();
  /** What the page may not load or run, and what it complains of. */
  const complaints: string[] = [];
  const hosts = new Set<string>();
  let cloud: RunningStart;
  let endpoints: Endpoints;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    cloud = startLocalCloud(home.folder, ['--port', '0', '--no-data']);
    [endpoints, browser] = await Promise.all([cloud.ready(), startBrowser()]);
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
  });

  afterAll(async () => {
    await browser?.close();
    await interrupt(cloud);
    home.remove();
  });

  const signIn = async (password: string) => {
    await page.getByLabel('User name').fill(endpoints.login.username);
    await page.getByLabel('Password').fill(password);
    await page.getByLabel('Password').press('Enter');
  };

  it('asks who comes to / to sign in', async () => {
    await page.goto(endpoints.gateway);
    await page.waitForURL('**/docs');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.title()).toBe('Sign in to Cutover');
  });

  it('tells in words that a password is wrong', async () => {
    await signIn('wrong');
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: /\w/ }).waitFor();
    expect(await alert.textContent()).toMatch(/password/);
    expect(page.url()).toBe(`${endpoints.gateway}/docs`);
  });

  it('shows every function’s routes to who has signed in', async () => {
    complaints.length = 0;
    await signIn(endpoints.login.password);
    await page.getByRole('link', { name: 'read-rows', exact: true }).waitFor();
    expect(await page.title()).toBe('Cutover API');
    expect(await page.locator('.opblock-tag').count()).toBeGreaterThan(8);
  });

  it('keeps the token out of the address, and its cookie to the documentation', async () => {
    expect(page.url()).toBe(`${endpoints.gateway}/docs`);
    const [cookie, ...others] = await page.context().cookies(`${endpoints.gateway}/docs`);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ name: 'cutover_token', path: '/docs', sameSite: 'Strict' });
    const seconds = (cookie?.expires ?? 0) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it('tries a call out with the token of the sign-in, and shows its answer', async () => {
    await page.getByRole('link', { name: 'read-rows', exact: true }).click();
    const tables = page.locator('#operations-read-rows-getTables');
    await tables
      .getByRole('button', { name: /GET \/tables/i })
      .first()
      .click();
    await tables.getByRole('button', { name: 'Execute' }).click();
    const answer = tables.locator('.live-responses-table');
    await answer.getByText('hired_employees').first().waitFor();
    expect(await answer.locator('.response-col_status').last().innerText()).toMatch(/^200/);
  });

  it('loads nothing from other hosts, and nothing that its policy forbids', () => {
    expect([...hosts]).toEqual([new URL(endpoints.gateway).host]);
    expect(complaints).toEqual([]);
  });

  it('asks again after signing out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.context().cookies(`${endpoints.gateway}/docs`)).toEqual([]);
  });
});
