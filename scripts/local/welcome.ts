import { AppError } from '../../shared/src/domain/app-error.ts';
import { formatMysqlUrl } from './mysql/parse-mysql-url.ts';
import type { Cloud } from './start-cloud.ts';

const reportLines = 10;

async function readFirstReport(gateway: string): Promise<string[]> {
  const url = `${gateway}/quarterly-hired?year=2021&format=text`;
  const answer = await fetch(url);
  const text = await answer.text();
  // No function serves reports where someone runs a selection of the suite.
  if (answer.status === 404) return [];
  if (!answer.ok) throw new AppError('unavailable', `${url} answers ${answer.status}: ${text}`);
  const lines = text.trimEnd().split('\n');
  const more = lines.length > reportLines ? [`... ${lines.length - reportLines} more lines`] : [];
  return [`Hires of 2021 (${url}):`, ...lines.slice(0, reportLines), ...more, ''];
}

/** What a person who has just started the suite wants to know. */
export async function describeCloud({ endpoints, home }: Cloud): Promise<string[]> {
  const { gateway, storage, mysql, buckets } = endpoints;
  const upload = `${storage}/upload/storage/v1/b/${buckets.drop}/o?uploadType=media&name=hired_employees.csv`;
  return [
    '',
    ...(await readFirstReport(gateway)),
    'Cutover runs.',
    `  gateway   ${gateway} (health: ${gateway}/health)`,
    `  storage   ${storage}, bucket ${buckets.drop}`,
    `  MySQL     ${formatMysqlUrl(mysql)}`,
    `            user ${mysql.user}, password ${mysql.password}`,
    `  logs      ${home.path('logs')}`,
    '',
    'To load a file, drop it in the bucket under the name of its table, for instance:',
    `  cp hired_employees.csv ${home.path('buckets', buckets.drop)}/`,
    `  curl --data-binary @hired_employees.csv '${upload}'`,
    '',
    'Ctrl-C stops everything; the data stay.',
  ];
}
