import { Agent } from 'node:http';

/**
 * Opens a connection for every request to a function's process, since those come and go. It is this
 * side that closes it: a process that did so right after its answer could break a request whose last
 * write is still on its way, and the answer would be lost with it.
 */
export const instanceAgent = new Agent({ keepAlive: true, maxFreeSockets: 0 });
