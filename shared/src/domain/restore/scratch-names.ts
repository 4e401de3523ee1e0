/** Where the `ordinal`-th table of a replacement is loaded; it is gone when the replacement ends. */
export const scratchName = (id: string, ordinal: number) => `cutover_scratch_${id}_${ordinal}`;

/** Where the replaced rows of the `ordinal`-th table stay, for an undo. */
export const keptName = (id: string, ordinal: number) => `cutover_undo_${id}_${ordinal}`;

/** A foreign key that holds while tables change places, until it gets its own name. */
export const passingKeyName = (id: string, ordinal: number) => `cutover_key_${id}_${ordinal}`;

export const isScratch = (table: string) => table.startsWith('cutover_scratch_');
export const isPassingKey = (key: string) => key.startsWith('cutover_key_');
