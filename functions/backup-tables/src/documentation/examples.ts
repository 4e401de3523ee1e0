/** A set, as the examples name it. */
export const exampleSet = '20261128T104512Z-k3v9q1';
export const exampleInstant = '2026-11-28T10:45:12.345Z';
