function choose<T extends { skip: T }>(run: T, condition: boolean, reason: string): T {
  if (condition) return run;
  process.stderr.write(`Skipped: ${reason}\n`);
  return run.skip;
}

/** `describe` where the condition holds; else the tests are skipped and the reason is printed. */
export function describeIf(condition: boolean, reason: string): jest.Describe {
  return choose(describe, condition, reason);
}

/** `it` where the condition holds; else the test is skipped and the reason is printed. */
export function itIf(condition: boolean, reason: string): jest.It {
  return choose(it, condition, reason);
}
