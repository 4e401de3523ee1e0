import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What this uses of the packages' modules. */
interface Grpc {
  readonly credentials: { createInsecure(): unknown };
  loadPackageDefinition(definition: unknown): {
    zetasql: { local_service: { ZetaSqlLocalService: new (...args: unknown[]) => Service } };
  };
}
interface ProtoLoader {
  loadSync(file: string, options: object): unknown;
}
type Answer = Record<string, unknown>;
type Service = Record<
  string,
  (request: object, done: (error: Error | null, answer: Answer) => void) => void
>;

const packageName = '@fivetrandevelopers/zetasql';
/** What ZetaSQL can and BigQuery can't. */
const foreign = /NANOS|PICOS|ANONYM|DIFFERENTIAL|STRICT_MODE|INTERNAL|TEST_/;

export interface ZetaSql {
  /** The one text that a query answers. Throws ZetaSQL's error. */
  evaluate(sql: string): Promise<string>;
  stop(): void;
}

function loadService(library: string, port: number): Service {
  const require = createRequire(join(library, 'index.js'));
  const grpc: Grpc = require('@grpc/grpc-js');
  const loader: ProtoLoader = require('@grpc/proto-loader');
  const definition = loader.loadSync('local_service.proto', {
    keepCase: true,
    oneofs: true,
    longs: String,
    enums: String,
    includeDirs: [join(library, 'zetasql', 'protos')],
  });
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service;
  return new ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure());
}

const ask = (service: Service, method: string, request: object) =>
  new Promise<Answer>((resolve, reject) => {
    service[method]?.call(service, request, (error, answer) =>
      error === null ? resolve(answer) : reject(error),
    );
  });

async function awaitAnswer(service: Service, server: ChildProcess): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask(service, 'GetLanguageOptions', { maximum_features: true });
    } catch (error) {
      if (attempt === 50 || server.exitCode !== null) throw error;
      await sleep(200);
    }
  }
}

interface Table {
  readonly table_data?: { row?: { cell?: { string_value?: string }[] }[] };
}

/** Starts the reference implementation of GoogleSQL; null where its package is not installed. */
export async function startZetaSql(port: number): Promise<ZetaSql | null> {
  let library: string;
  try {
    library = dirname(createRequire(import.meta.url).resolve(packageName));
  } catch {
    return null;
  }
  const server = spawn(join(library, 'zetasql', 'remote_server.so'), ['localhost', String(port)], {
    stdio: 'ignore',
  });
  const service = loadService(library, port);
  const all = await awaitAnswer(service, server);
  const features = (all.enabled_language_features as string[]).filter(
    (name) => !foreign.test(name),
  );
  const language = {
    ...all,
    product_mode: 'PRODUCT_EXTERNAL',
    enabled_language_features: features,
  };
  const options = {
    language_options: { ...language, supported_statement_kinds: [] },
    default_timezone: 'UTC',
  };
  const catalog = { name: 'c', builtin_function_options: { language_options: language } };
  return {
    evaluate: async (sql) => {
      const { content } = await ask(service, 'EvaluateQuery', {
        sql,
        options,
        simple_catalog: catalog,
      });
      const value = (content as Table).table_data?.row?.[0]?.cell?.[0]?.string_value;
      if (value === undefined) throw new Error('ZetaSQL answered no text.');
      return value;
    },
    stop: () => void server.kill(),
  };
}
