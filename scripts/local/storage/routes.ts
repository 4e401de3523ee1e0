import {
  createBucket,
  deleteBucket,
  getBucket,
  getStorageLayout,
  listBuckets,
} from './bucket-routes.ts';
import type { Call } from './call.ts';
import { composeObject, copyObject, rewriteObject } from './copy-routes.ts';
import {
  deleteObject,
  getObject,
  listBucket,
  patchObject,
  replaceObject,
} from './object-routes.ts';
import { preconditionNames } from './preconditions.ts';
import { cancelUpload, continueUpload, startUpload } from './upload-routes.ts';

export interface Route {
  readonly method: string;
  /** Below the API's base path; `:name` is one segment, percent-encoded. */
  readonly path: string;
  /** The query parameters that are understood, beside those of every route. */
  readonly query: readonly string[];
  readonly handle: (call: Call) => Promise<void>;
}

const target = preconditionNames();
const source = preconditionNames('source');
const object = '/b/:bucket/o/:object';
/**
 * Two of them add nothing to a list here: there are no folder resources, and no versions but the
 * live ones.
 */
const listed = [
  'delimiter',
  'startOffset',
  'endOffset',
  'includeTrailingDelimiter',
  'includeFoldersAsPrefixes',
  'versions',
];
const pages = ['prefix', 'maxResults', 'pageToken'];
const copies = [...target, ...source, 'sourceGeneration'];

/** Everything that is served; a path that is not here is refused with 501. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/b', query: ['project', ...pages], handle: listBuckets },
  { method: 'POST', path: '/b', query: ['project'], handle: createBucket },
  { method: 'GET', path: '/b/:bucket', query: [], handle: getBucket },
  { method: 'DELETE', path: '/b/:bucket', query: [], handle: deleteBucket },
  { method: 'GET', path: '/b/:bucket/storageLayout', query: ['prefix'], handle: getStorageLayout },

  { method: 'GET', path: '/b/:bucket/o', query: [...pages, ...listed], handle: listBucket },
  { method: 'GET', path: object, query: ['generation', ...target], handle: getObject },
  { method: 'PATCH', path: object, query: ['generation', ...target], handle: patchObject },
  { method: 'PUT', path: object, query: ['generation', ...target], handle: replaceObject },
  { method: 'DELETE', path: object, query: ['generation', ...target], handle: deleteObject },

  { method: 'POST', path: `${object}/compose`, query: target, handle: composeObject },
  {
    method: 'POST',
    path: `${object}/copyTo/b/:toBucket/o/:toObject`,
    query: copies,
    handle: copyObject,
  },
  {
    method: 'POST',
    path: `${object}/rewriteTo/b/:toBucket/o/:toObject`,
    query: [...copies, 'maxBytesRewrittenPerCall', 'rewriteToken'],
    handle: rewriteObject,
  },

  {
    method: 'POST',
    path: '/upload/b/:bucket/o',
    query: ['uploadType', 'name', 'contentEncoding', ...target],
    handle: startUpload,
  },
  {
    method: 'PUT',
    path: '/upload/b/:bucket/o',
    query: ['uploadType', 'upload_id', 'name', ...target],
    handle: continueUpload,
  },
  {
    method: 'DELETE',
    path: '/upload/b/:bucket/o',
    query: ['uploadType', 'upload_id', 'name', ...target],
    handle: cancelUpload,
  },
];
