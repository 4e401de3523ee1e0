/** A byte of a file's piece; -1 behind its end, which no byte is. */
export const byteAt = (file: Uint8Array, at: number): number => file[at] ?? -1;
