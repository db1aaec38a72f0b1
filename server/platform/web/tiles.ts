/** One district of a tile map: where it lies to the others, how much there is, and the way down. */
export type Tile = {
  readonly label: string
  readonly value: number
  readonly shown: string
  readonly note: string
  readonly href: string
  /** Column and row, from the north-west. */
  readonly at: readonly [column: number, row: number]
}

/** Narrow and with large letters, so that it can still be read at a phone's width. */
const [wide, high, gap] = [176, 92, 8]
const ink = '#22262c'
/** From the least to the most; told from each other in grey print too, and the words on each can be read. */
const steps = [
  { fill: '#eef3f9', ink },
  { fill: '#cfdded', ink },
  { fill: '#9db8d6', ink },
  { fill: '#4a76a8', ink: '#ffffff' },
  { fill: '#17457e', ink: '#ffffff' },
] as const

/** In which of the five steps a value stands, by its part of the largest. */
export const stepOf = (value: number, most: number): number =>
  most <= 0 || value <= 0 ? 0 : Math.min(4, Math.ceil((value / most) * 5) - 1)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => entities[one] ?? one)

/**
 * 方块地图: districts as tiles where they lie to each other, for want of their borders. Each is a link that the keyboard
 * reaches and says its figure in words, so that nothing hangs on colour; `says` is the finding.
 */
export function tileMap(tiles: readonly Tile[], says: string): string {
  if (tiles.length === 0) return ''
  const most = Math.max(...tiles.map(({ value }) => value))
  const columns = Math.max(...tiles.map(({ at: [column] }) => column)) + 1
  const rows = Math.max(...tiles.map(({ at: [, row] }) => row)) + 1
  const [width, height] = [columns * (wide + gap) - gap, rows * (high + gap) - gap]
  return `<svg viewBox="0 0 ${width} ${height}" role="group" aria-label="${escaped(says)}">${tiles.map((tile) => drawn(tile, most)).join('')}</svg>`
}

function drawn({ label, value, shown, note, href, at: [column, row] }: Tile, most: number): string {
  const { fill, ink: letters } = steps[stepOf(value, most)] ?? steps[0]
  const [x, y] = [column * (wide + gap), row * (high + gap)]
  const line = (text: string, down: number, size: number, weight = 400) =>
    `<text x="${x + 14}" y="${y + down}" font-size="${size}" font-weight="${weight}" fill="${letters}">${escaped(text)}</text>`
  const words = line(label, 28, 16, 600) + line(shown, 54, 16) + line(note, 78, 14)
  return `<a class="tile" href="${escaped(href)}" aria-label="${escaped(`${label} ${shown} ${note}`)}"><rect x="${x}" y="${y}" width="${wide}" height="${high}" rx="6" fill="${fill}" stroke="#8b8f96"/>${words}</a>`
}
