/** A table's or column's name as SQL writes it; every name that gets into a statement goes through here. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
