import { Storage } from '@google-cloud/storage';
import { deploy } from './deploy/deploy.ts';
import { readDeployOptions } from './deploy/options.ts';

try {
  const options = readDeployOptions(process.argv.slice(2));
  const bucket = new Storage().bucket(options.artifacts);
  await deploy({ options, bucket, dist: options.dist, say: (line) => console.log(line) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
