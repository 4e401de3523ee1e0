const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[a-z0-9]{6}$/;

/** `20261120T231500Z-4f9k2x`: sets sort by the second in which they were taken; `suffix` tells twins apart. */
export function formatSetId(takenAt: Date, suffix: string): string {
  const second = takenAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${second}Z-${suffix}`;
}

export const isSetId = (text: string): boolean => pattern.test(text);

/** The second that a set's id tells. */
export function timeOfSetId(id: string): Date {
  return new Date(id.replace(pattern, '$1-$2-$3T$4:$5:$6Z'));
}
