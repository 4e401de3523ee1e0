import domain, { type Domain } from 'node:domain';

/** What is run in it is run as it is. */
const noDomain = { on: () => noDomain, run: (work: () => void) => work() };

/**
 * Keeps the framework from making a domain for each request. Once a process has made one, Node calls
 * back for every promise of it (`node:domain` is built on async hooks), which costs a small request
 * half its time and a process half its memory. Requests need none: the runtime answers what fails in
 * them, and what fails outside ends the process, as everywhere (`uncaughtException`).
 */
export function runWithoutDomains(): void {
  domain.create = () => noDomain as unknown as Domain;
}
