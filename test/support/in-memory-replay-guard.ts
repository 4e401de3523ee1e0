import type { ReplayGuard } from '@cutover/shared/domain/access/replay-guard.ts';

export function inMemoryReplayGuard(now: () => Date = () => new Date()): ReplayGuard {
  const kept = new Map<string, Date>();
  return {
    async claim(id, forgetAt) {
      const known = kept.get(id);
      if (known !== undefined && known > now()) return false;
      kept.set(id, forgetAt);
      return true;
    },
  };
}
