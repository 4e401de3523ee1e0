import { type Route, routes } from './routes.ts';

/** Google's Python clients, and so `bq`, read of this document what calls there are. */
type Method = Readonly<Record<string, unknown>>;

const anything = { $ref: 'Anything' };
const uploadPath = '/bigquery/v2/projects/{+projectId}/jobs';

const mediaUpload = {
  accept: ['*/*'],
  protocols: {
    simple: { multipart: true, path: `/upload${uploadPath}` },
    resumable: { multipart: true, path: `/resumable/upload${uploadPath}` },
  },
};

function describeParameter(name: string, location: 'path' | 'query') {
  const isRepeated = name === 'stateFilter' ? { repeated: true } : {};
  const isRequired = location === 'path' ? { required: true, pattern: '^[^/]+$' } : {};
  return [name, { type: 'string', location, ...isRequired, ...isRepeated }] as const;
}

function describeMethod({ id, method, path, query }: Route): Method {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const parameters = [
    ...names.map((name) => describeParameter(name, 'path')),
    ...query.map((name) => describeParameter(name, 'query')),
  ];
  const hasBody = method !== 'GET' && method !== 'DELETE' && id !== 'jobs.cancel';
  return {
    id: `bigquery.${id}`,
    httpMethod: method,
    path: path.slice(1).replaceAll(/:(\w+)/g, '{+$1}'),
    parameters: Object.fromEntries(parameters),
    parameterOrder: names,
    ...(hasBody ? { request: anything } : {}),
    response: anything,
    ...(id === 'jobs.insert' ? { supportsMediaUpload: true, mediaUpload } : {}),
  };
}

/** The API as Google's discovery service would describe this server (discovery#restDescription). */
export function describeApi(origin: string) {
  const resources: Record<string, { methods: Record<string, Method> }> = {};
  for (const route of routes) {
    const [resource = '', name = ''] = route.id.split('.');
    if (resource === 'upload') continue;
    resources[resource] ??= { methods: {} };
    resources[resource].methods[name] = describeMethod(route);
  }
  return {
    kind: 'discovery#restDescription',
    discoveryVersion: 'v1',
    id: 'bigquery:v2',
    name: 'bigquery',
    version: 'v2',
    title: 'BigQuery API',
    protocol: 'rest',
    rootUrl: `${origin}/`,
    servicePath: 'bigquery/v2/',
    basePath: '/bigquery/v2/',
    baseUrl: `${origin}/bigquery/v2/`,
    batchPath: 'batch/bigquery/v2',
    parameters: Object.fromEntries(
      ['alt', 'fields', 'key', 'prettyPrint', 'quotaUser', 'trace', 'userIp'].map((name) => [
        name,
        { type: 'string', location: 'query' },
      ]),
    ),
    schemas: { Anything: { id: 'Anything', type: 'any' } },
    resources,
  };
}
