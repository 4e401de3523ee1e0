/** Rows of cells as lines, the first column to the left and the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (index: number) => Math.max(...rows.map((row) => row[index]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widthOf(index)) : cell.padStart(widthOf(index)),
      )
      .join('  ')
      .trimEnd(),
  );
}
