import { shareOf } from '../dashboards/figures.ts'
import { placeName } from '../enterprises/index.ts'
import { tilesFor } from '../enterprises/tiles.ts'
import { type Fen, showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { tileMap } from '../platform/web/tiles.ts'
import type { Words } from '../platform/web/words.ts'

type District = { readonly code: string; readonly fen: Fen; readonly href: string }

/** What lies in each county, as a map of tiles; each leads down to its loans. */
export function districtMap(
  w: Words,
  reference: Reference,
  districts: readonly District[],
  says: string,
): string {
  const whole = districts.reduce((sum, { fen }) => sum + fen, 0)
  const at = tilesFor(districts.map(({ code }) => code).toSorted())
  return tileMap(
    districts.map(({ code, fen, href }) => ({
      ...{ label: placeName(reference, w.language, code), value: fen, href },
      shown: w('exposures.tile', { wan: showWan(fen) }),
      note: w('exposures.tile-part', {
        part: shareOf(fen, whole) ?? '',
      }),
      at: at.get(code) ?? [0, 0],
    })),
    says,
  )
}
