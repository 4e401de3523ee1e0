export interface ReplayGuard {
  /** True the first time that any instance claims the id, false from then on; it may be forgotten after `forgetAt`. */
  claim(id: string, forgetAt: Date): Promise<boolean>;
}
