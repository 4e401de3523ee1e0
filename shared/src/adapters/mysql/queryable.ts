import type { Pool } from 'mysql2/promise';

/** A pool, or one of its connections where what is read must be of one transaction. */
export type Queryable = Pick<Pool, 'query'>;
