import type { Reader, Store } from '../../db/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type AsOf, dayAsked } from './as-of.ts'
import { herfindahl, squaresOf as squaresIn } from './concentration.ts'
import { type ExposureDimension, everybody } from './exposure.ts'
import { firmsNow, firmsOn } from './parts-firms.ts'
import { citiesOf, type FigureRow, type FirmRow, firstDay, type Whose } from './rows-figures.ts'
import { figuresOn } from './rows-past.ts'

/** Whether there are figures of a day; null asks for today. Refuses as `dayAsked`. */
export const asOfDay = async (from: Reader, asked: Day | null, today: Day): Promise<Outcome<AsOf>> =>
  dayAsked(asked ?? '', await firstDay(from), today)

/** The same of a day as somebody typed it. */
export const asOfTyped = async (from: Reader, typed: string, today: Day): Promise<Outcome<AsOf>> =>
  dayAsked(typed, await firstDay(from), today)

/** Exposure of a place, or of one who bears in a city, divided every way. */
export type Overview = AsOf & {
  readonly figures: readonly FigureRow[]
  /** 在保余额: what is under cover; what of it is borne by whom was asked for; and how many covers that are. */
  readonly balanceFen: Fen
  readonly shareFen: Fen
  readonly loans: number
}

/**
 * What is kept of exposure as it stood at the end of a day (`null` or today: as it stands now). `place` is a city (four
 * digits) or a county (six); `party` is the id of an institution, of a compensation pool or of a bridge pool, for the part
 * that it bears in a city, and without it all together. One question to the kept figures, whatever the number of loans; the
 * same day has the same digits whenever it is asked for. Refuses as `asOfDay`.
 */
export async function exposureOverview(
  from: Reader,
  { place, party = everybody }: { readonly place: string; readonly party?: string },
  asked: Day | null,
  today: Day,
): Promise<Outcome<Overview>> {
  const day = await asOfDay(from, asked, today)
  if (!day.ok) return day
  return done(overviewOf(day, await figuresOn(from, { place, party }, day.on)))
}

/**
 * The same of an institution, wherever it bears: its parts in all cities together. Refuses as `asOfDay`.
 */
export async function exposureOfBearer(
  from: Reader,
  party: string,
  asked: Day | null,
  today: Day,
): Promise<Outcome<Overview>> {
  const day = await asOfDay(from, asked, today)
  if (!day.ok) return day
  const found = new Map<string, FigureRow>()
  for (const { place } of await citiesOf(from, party))
    for (const row of await figuresOn(from, { place, party }, day.on)) {
      const there = found.get(`${row.dimension} ${row.key}`)
      found.set(`${row.dimension} ${row.key}`, there ? added(there, row) : row)
    }
  return done(overviewOf(day, [...found.values()]))
}

const added = (one: FigureRow, other: FigureRow): FigureRow => ({
  ...{ dimension: one.dimension, key: one.key, loans: one.loans + other.loans },
  balanceFen: plus(one.balanceFen, other.balanceFen),
  shareFen: plus(one.shareFen, other.shareFen),
})

function overviewOf({ asOf, on, firstOn }: AsOf, figures: readonly FigureRow[]): Overview {
  const whole = inDimension(figures, 'scheme')
  return {
    ...{ asOf, on, firstOn, figures },
    balanceFen: plus(noFen, ...whole.map(({ balanceFen }) => balanceFen)),
    shareFen: plus(noFen, ...whole.map(({ shareFen }) => shareFen)),
    loans: whole.reduce((sum, { loans }) => sum + loans, 0),
  }
}

/** The figures of one dimension, the largest first; quarters the newest first. */
export const inDimension = (
  figures: readonly FigureRow[],
  dimension: ExposureDimension,
): readonly FigureRow[] =>
  figures
    .filter((row) => row.dimension === dimension)
    .toSorted((one, other) =>
      dimension === 'vintage'
        ? other.key.localeCompare(one.key)
        : other.balanceFen - one.balanceFen || (one.key < other.key ? -1 : 1),
    )

export type Concentration = {
  /** The ten firms with the most under cover, with their part of all, in millionths. */
  readonly top: readonly (FirmRow & { readonly partPpm: number })[]
  /** HHI in millionths; null where nothing is under cover. */
  readonly index: { readonly firm: Ppm | null; readonly bank: Ppm | null; readonly industry: Ppm | null }
}

/**
 * How much of what a place has under cover hangs on few: the ten largest firms, and the index of Herfindahl and Hirschman by
 * firm, by bank and by industry. Of now from kept figures alone; of a past day from those and from what moved since, in one
 * moment, so that nothing moves between the two. `overview` is that of the place as a whole on the same day.
 */
export async function concentrationOf(
  store: Pick<Store, 'read' | 'moment'>,
  place: string,
  { on, figures, balanceFen }: Overview,
): Promise<Concentration> {
  const { top, squares } =
    on === null ? await firmsNow(store.read, place) : await store.moment((from) => firmsOn(from, place, on))
  const by = (dimension: ExposureDimension) => {
    const sums = inDimension(figures, dimension).map((row) => row.balanceFen)
    return herfindahl(squaresIn(sums), balanceFen)
  }
  return {
    top: top.map((one) => ({ ...one, partPpm: Math.round((one.balanceFen / balanceFen) * 1_000_000) })),
    index: { firm: herfindahl(squares, balanceFen), bank: by('bank'), industry: by('industry') },
  }
}

export type { AsOf, Whose }
