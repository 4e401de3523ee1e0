const mebibyte = 1024 * 1024;

/** The most that the platform lets through: https://cloud.google.com/run/quotas (request size, HTTP/1). */
export const platformBytes = 32 * mebibyte;

/** The most that a route takes which says nothing else. */
export const jsonBytes = mebibyte;
