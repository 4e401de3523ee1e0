import { AppError } from '../../shared/src/domain/app-error.ts';
import { fetchToken } from '../fetch-token.ts';
import { trackingDataset } from './local-project.ts';
import type { LocalMysql } from './mysql/open-mysql.ts';
import { formatMysqlUrl } from './mysql/parse-mysql-url.ts';
import type { Cloud } from './start-cloud.ts';

const reportLines = 10;

async function readFirstReport({ endpoints, signToken }: Cloud): Promise<string[]> {
  const url = `${endpoints.gateway}/quarterly-hired?year=2021&format=text`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${signToken()}` } });
  const text = await answer.text();
  // No function serves reports where someone runs a selection of the suite.
  if (answer.status === 404) return [];
  if (!answer.ok) throw new AppError('unavailable', `${url} answers ${answer.status}: ${text}`);
  const lines = text.trimEnd().split('\n');
  const more = lines.length > reportLines ? [`... ${lines.length - reportLines} more lines`] : [];
  return [`${url} answers:`, ...lines.slice(0, reportLines), ...more, ''];
}

function describeDropping({ endpoints, home, storage }: Cloud): string[] {
  const { drop } = endpoints.buckets;
  if (storage.isForeign) {
    return [`${storage.url} sends no events here: what is dropped there is not loaded.`];
  }
  const upload = `${storage.url}/upload/storage/v1/b/${drop}/o?uploadType=media&name=hired_employees.csv`;
  return [
    'To load a file, drop it in the bucket under the name of its table, for instance:',
    `  cp hired_employees.csv ${home.path('buckets', drop)}/`,
    `  curl -H 'content-type: text/csv' --data-binary @hired_employees.csv '${upload}'`,
  ];
}

/** A database of the user's own may have users of its own, to whom the home's login is none. */
async function describeSignIn({ endpoints }: Cloud): Promise<string[]> {
  const { gateway, login } = endpoints;
  const isGood = await fetchToken(gateway, login).then(
    () => true,
    () => false,
  );
  if (!isGood) return ["  sign in   as one of the database's users (npm run -s users -- list)"];
  return [
    `  sign in   user ${login.username}, password ${login.password}`,
    '            TOKEN=$(npm run -s token); curl -H "authorization: Bearer $TOKEN" ...',
  ];
}

/** A password that the user brought along is not shown. */
function describeMysql({ address, isForeign }: LocalMysql): string[] {
  const { host, port, user, password, database } = address;
  if (isForeign) return [`  MySQL     ${host}:${port}, database ${database} (MYSQL_URL)`];
  return [
    `  MySQL     ${formatMysqlUrl(address)}`,
    `            user ${user}, password ${password}`,
  ];
}

function describeSchedules({ scheduler }: Cloud): string[] {
  return scheduler.list().map(({ job, next }, at) => {
    const label = at === 0 ? 'schedules' : '         ';
    return `  ${label} ${job.name} (${job.timing}), next ${next.toISOString()}`;
  });
}

/** What a person who has just started the suite wants to know. */
export async function describeCloud(cloud: Cloud): Promise<string[]> {
  const { gateway, storage, bigquery, buckets } = cloud.endpoints;
  return [
    '',
    ...(await readFirstReport(cloud)),
    'Cutover runs.',
    `  gateway   ${gateway} (health: ${gateway}/health)`,
    `  API       ${gateway}/docs, in a browser`,
    ...(await describeSignIn(cloud)),
    `  storage   ${storage}, bucket ${buckets.drop}`,
    `  BigQuery  ${bigquery}, dataset ${trackingDataset}`,
    ...describeMysql(cloud.mysql),
    ...describeSchedules(cloud),
    `  logs      ${cloud.home.path('logs')}`,
    '',
    ...describeDropping(cloud),
    '',
    'Ctrl-C stops everything; the data stay.',
  ];
}
