/**
 * Where counties lie to each other, as column and row from the north-west: what a tile map needs where no borders are at
 * hand. By the map of the city; sizes and distances are not kept.
 */
const places: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '340603': [0, 0],
  '340602': [1, 0],
  '340621': [0, 1],
  '340604': [1, 1],
}

/**
 * A tile for each county, moved to the north-west as far as they go; those whose place is not known stand below the others,
 * two in a row.
 */
export function tilesFor(
  codes: readonly string[],
): ReadonlyMap<string, readonly [column: number, row: number]> {
  const known = codes.flatMap((code) => (places[code] ? [places[code]] : []))
  const least = (which: 0 | 1) => Math.min(...known.map((one) => one[which]))
  const below = known.length ? Math.max(...known.map(([, row]) => row)) - least(1) + 1 : 0
  let next = 0
  return new Map(
    codes.map((code) => {
      const place = places[code]
      if (place) return [code, [place[0] - least(0), place[1] - least(1)]] as const
      const at = [next % 2, below + Math.floor(next / 2)] as const
      next += 1
      return [code, at] as const
    }),
  )
}
