/** A size as people read it: `85 KB`, `1.2 MB`; a kilobyte has 1,024 bytes, as computers count them. */
export function showBytes(bytes: number): string {
  const kilobytes = bytes / 1024
  if (kilobytes < 1) return `${bytes} B`
  if (Math.round(kilobytes) < 1000) return `${Math.round(kilobytes)} KB`
  const tenths = Math.round((kilobytes / 1024) * 10)
  return tenths >= 1000 || tenths % 10 === 0 ? `${Math.round(tenths / 10)} MB` : `${tenths / 10} MB`
}
