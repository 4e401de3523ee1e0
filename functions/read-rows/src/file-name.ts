/** As RFC 8187 wants it: beyond letters, digits and a few signs all bytes by their hexadecimal digits. */
const encode = (name: string) =>
  encodeURIComponent(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** The header that saves a table's CSV under the name by which a drop of it is known. */
export function attachmentOf(table: string): string {
  const plain = table.replace(/[^\w.-]/g, '_');
  const exact = plain === table ? '' : `; filename*=UTF-8''${encode(table)}.csv`;
  return `attachment; filename="${plain}.csv"${exact}`;
}
