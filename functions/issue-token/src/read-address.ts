/**
 * The address that a request came from: what the outermost proxy of the platform has written at the
 * end of X-Forwarded-For. Everything before that is the caller's own word.
 */
export function readAddress(forwardedFor: string | undefined, hops: number): string {
  const addresses = (forwardedFor ?? '').split(',').map((part) => part.trim());
  return addresses.at(-hops) ?? '';
}
