import { shareOf } from '../dashboards/figures.ts'
import { type Fen, fen, parseYuan, showWan, times } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart } from '../platform/web/charts.ts'
import { one } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { definedAt, type ShownTable } from './panel.ts'
import type { Compared, LeverChoice, Raised } from './parts-yuan.ts'
import { byGain, gained, type Point, stops, triedSums } from './yuan.ts'

/** Five million yuan, where nobody says how much. */
const usualFen = fen(500_000_000)
/** More than any pool will ever get; a larger sum is a slip of the hand. */
const mostFen = fen(10_000_000_000_000)
/** The sum is asked for in such units. */
const tenThousand = 10_000

export type MoreAsked = {
  readonly typed: string
  readonly moreFen: Fen
  readonly fault: boolean
  readonly isUsual: boolean
}

/** The sum that the address asks for, in units of ten thousand yuan; what is none is told beside the field. */
export function moreAsked({ query }: Pick<SignedIn, 'query'>): MoreAsked {
  const typed = one(query.more)
  if (typed === '') return { typed, moreFen: usualFen, fault: false, isUsual: true }
  const read = parseYuan(typed)
  const fine = read.ok && read.fen > 0 && read.fen <= mostFen / tenThousand
  return { typed, moreFen: fine ? times(read.fen, tenThousand) : usualFen, fault: !fine, isUsual: false }
}

type Shown = {
  readonly levers: readonly LeverChoice[]
  readonly chosen: LeverChoice | null
  readonly asked: MoreAsked
  readonly moreFen: Fen
  readonly found: Raised | null
  /** All of them, where nobody was named; whether any of them gains a need. */
  readonly all: readonly Compared[]
  readonly gains: boolean
}

/** 多一元钱能做什么: what can be raised, by how much, and what that does. */
export async function yuanPage(
  { w }: SignedIn,
  { levers, chosen, asked: { typed, fault, isUsual }, moreFen, found, all, gains }: Shown,
) {
  const says = found ? saysOf(w, found, moreFen) : ''
  const most = triedSums(moreFen).at(-1) ?? moreFen
  return {
    title: w('cockpit.yuan-title'),
    lead: w('cockpit.yuan-lead'),
    back: { href: '/cockpit#pools', label: w('figures.to-cockpit') },
    filters: {
      ...{ action: '/cockpit/yuan', target: '#yuan' },
      fields: [
        {
          ...{ name: 'lever', label: w('cockpit.yuan-lever'), kind: 'select', value: chosen?.code ?? '' },
          options: levers.map((lever) => ({ value: lever.code, label: leverWords(w, lever) })),
        },
        {
          ...{ name: 'more', label: w('cockpit.yuan-more'), kind: 'number' },
          value: isUsual ? showWan(moreFen) : typed,
          ...{ unit: w('cockpit.unit-wan'), error: fault ? w('cockpit.yuan-more-fault') : undefined },
        },
      ],
    },
    says,
    compared: all.length > 1 ? comparedTable(w, all, moreFen) : null,
    nobody:
      all.length && !gains ? w('cockpit.yuan-nobody-gains', { wan: showWan(isUsual ? most : moreFen) }) : '',
    every: all.length ? null : { href: '/cockpit/yuan', label: w('cockpit.yuan-compare') },
    note: found ? w(`cockpit.yuan-note-${found.choice.kind}`, { by: found.by }) : '',
    chart: found ? await curveOf(w, found.points) : '',
    tables: found ? tablesOf(w, found, moreFen) : [],
    defines: [{ href: definedAt('yuan-fit'), label: w('figures.name.yuan-fit') }],
    nothing: {
      title: w(levers.length ? 'cockpit.yuan-no-sum' : 'cockpit.yuan-none'),
      text: w(levers.length ? 'cockpit.yuan-more-fault' : 'cockpit.yuan-none-text'),
    },
  }
}

/** That money stops nobody is said only where it stops nobody; a sum may as well be too small to add one. */
function saysOf(w: Words, { choice, points, asked }: Raised, moreFen: Fen): string {
  const [before] = points
  const after = points.find((point) => point.moreFen === moreFen)
  if (!before || !after) return ''
  const { needs: more, fen: fit } = gained(points, moreFen)
  const still = after.short.needs > 0 ? 'yuan-too-little' : 'yuan-nothing'
  const key = more > 0 ? 'yuan-says' : asked === 0 ? 'yuan-nobody' : still
  return w(`cockpit.${key}`, {
    ...{ name: choice.name[w.language], wan: showWan(moreFen), more: showCount(more) },
    fit: showWan(fit),
    now: showCount(before.needs),
    ...{ short: showCount(after.short.needs), shortWan: showWan(after.short.fen) },
  })
}

/** Each of them with what the same sum does, the one that does most first, with the way to it. */
const comparedTable = (w: Words, all: readonly Compared[], moreFen: Fen): ShownTable => ({
  caption: w('cockpit.yuan-compared', { wan: showWan(moreFen) }),
  columns: [
    { label: w('cockpit.yuan-lever') },
    ...['needs-now', 'needs-gained', 'wan-gained', 'needs-short'].map((key) => ({
      ...{ label: w(`cockpit.column.${key}`), kind: 'number' as const },
    })),
  ],
  rows: byGain(all, moreFen).map(({ choice, points }) => {
    const { needs, fen: gain } = gained(points, moreFen)
    const short = points.find((point) => point.moreFen === moreFen)?.short.needs ?? 0
    const query = new URLSearchParams({ lever: choice.code, more: showWan(moreFen).replaceAll(',', '') })
    return {
      cells: [
        { words: leverWords(w, choice), href: `/cockpit/yuan?${query}` },
        ...[showCount(points[0]?.needs ?? 0), needs > 0 ? `+${showCount(needs)}` : showCount(needs)],
        ...[wanCell(gain), showCount(short)],
      ],
    }
  }),
})

const leverWords = (w: Words, { kind, name }: LeverChoice): string =>
  w(`cockpit.yuan-of-${kind}`, { name: name[w.language] })

const curveOf = (w: Words, points: readonly Point[]): Promise<string> =>
  barChart(
    points.map(({ moreFen, needs }) => ({
      ...{ label: w('cockpit.yuan-plus', { wan: showWan(moreFen) }), value: needs, shown: showCount(needs) },
    })),
    150,
  )

function tablesOf(
  w: Words,
  { choice, points, now, share, asked }: Raised,
  moreFen: Fen,
): readonly ShownTable[] {
  const [before] = points
  const number = (key: string) => ({ label: w(`cockpit.column.${key}`), kind: 'number' as const })
  const more = (needs: number) => {
    const by = needs - (before?.needs ?? 0)
    return by > 0 ? `+${showCount(by)}` : showCount(by)
  }
  const curve: ShownTable = {
    caption: w(`cockpit.yuan-curve-${choice.kind}`, { asked: showCount(asked) }),
    columns: [{ label: w('cockpit.column.more') }, number('needs'), number('needs-more'), number('wan')],
    rows: points.map((point) => ({
      cells: [
        w('cockpit.yuan-plus', { wan: showWan(point.moreFen) }),
        ...[showCount(point.needs), more(point.needs), wanCell(point.fitFen)],
      ],
    })),
  }
  const rules: ShownTable | null = now && {
    caption: w('cockpit.yuan-rules'),
    columns: [{ label: w('cockpit.column.rule') }, number('needs'), number('wan'), number('part')],
    rows: [
      {
        cells: [
          w('cockpit.yuan-fits'),
          showCount(now.needs),
          wanCell(now.fitFen),
          shareOf(now.needs, asked) ?? '—',
        ],
      },
      ...stops.map((stop) => ({
        cells: [
          w(`cockpit.yuan-stop-${stop}`),
          ...[showCount(now.stopped[stop].needs), wanCell(now.stopped[stop].fen)],
          shareOf(now.stopped[stop].needs, asked) ?? '—',
        ],
      })),
    ],
  }
  const shares: ShownTable | null = share && {
    caption: w('cockpit.yuan-shares', { wan: showWan(moreFen) }),
    columns: [{ label: w('cockpit.column.share') }, number('needs'), number('needs-more'), number('wan')],
    rows: share.tried.map(({ basisPoints, needs, fitFen }) => ({
      cells: [
        {
          words: showPercent(ppm(basisPoints * 100)),
          ...(basisPoints === share.basisPoints ? { note: w('cockpit.yuan-share-now') } : {}),
        },
        ...[showCount(needs), more(needs), wanCell(fitFen)],
      ],
    })),
  }
  return [curve, rules, shares].filter((table) => table !== null)
}
