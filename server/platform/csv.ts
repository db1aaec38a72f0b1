/**
 * A table as comma-separated text that opens rightly in a spreadsheet: with a mark for UTF-8, and with every cell
 * that would be taken for a formula made harmless by a leading apostrophe (ASVS 5.0, 1.2.10).
 */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`

export function csvCell(text: string): string {
  const guarded = /^[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
