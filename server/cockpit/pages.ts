import { placeName } from '../enterprises/index.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { type DayShown, panelOn } from './dated.ts'
import type { CockpitFigures } from './figures.ts'
import { banksPanel, funnelPanel, unlockPanel } from './pages-asking.ts'
import { type Asked, dayShown, leadOf, noneOf } from './pages-day.ts'
import { exposurePanel } from './pages-exposure.ts'
import { headroomPanel } from './pages-headroom.ts'
import { inclusionPanel, poolsPanel, stressPanel } from './pages-money.ts'
import { watchPanel } from './pages-watching.ts'
import type { ShownFigure, ShownPanel } from './panel.ts'
import type { KeptDay } from './rows.ts'

/** 驾驶舱: an office's figures of now or of a day, each with the way down to the single loan. */
export async function cockpitPage(visit: SignedIn, region: string, asked: Asked) {
  const { w, parts, today } = visit
  const place = placeName(parts.reference, w.language, region)
  const on = asked.kind === 'figures' && asked.shown.told !== 'now' ? asked.shown.figures.on : null
  const model =
    asked.kind === 'figures'
      ? await asked.shown.drawn(w, () => modelOf(w, parts.reference, asked.shown.figures, dayShown(asked)))
      : null
  return {
    title: w('cockpit.title', { place }),
    lead: asked.kind === 'figures' ? leadOf(w, asked) : w('cockpit.lead'),
    asOf: { value: on ?? (asked.kind === 'none' ? asked.asked : today), max: today, isPast: on !== null },
    entries: asked.kind === 'figures' ? entriesOf(w, asked.entries, asked.entry) : [],
    none: asked.kind === 'none' ? noneOf(w, asked.none) : null,
    counting:
      asked.kind === 'counting' ? { title: w('cockpit.counting'), text: w('cockpit.counting-text') } : null,
    strip: model?.strip ?? [],
    panels: model?.panels ?? [],
  }
}

type Model = { readonly strip: readonly ShownFigure[]; readonly panels: readonly ShownPanel[] }

/** The headlines of all panels, and the panels in the order in which they are read. */
async function modelOf(
  w: Words,
  reference: Reference,
  figures: CockpitFigures,
  day: DayShown | null,
): Promise<Model> {
  const drawn = await Promise.all([
    exposurePanel(w, reference, figures),
    ...[
      headroomPanel,
      watchPanel,
      poolsPanel,
      funnelPanel,
      unlockPanel,
      banksPanel,
      inclusionPanel,
      stressPanel,
    ].map((panel) => panel(w, figures)),
  ])
  const now = (label: string) => w('cockpit.link-now', { label })
  const panels = day ? drawn.map((panel) => panelOn(panel, day, now)) : drawn
  return { strip: panels.flatMap(({ headlines }) => headlines), panels }
}

/** The entries of a day, where something was mended later: each keeps its digits. */
const entriesOf = (w: Words, entries: readonly KeptDay[], current: number) =>
  entries.length < 2
    ? []
    : entries.map(({ on, entry, keptAt }) => ({
        href: `/cockpit?on=${on}&entry=${entry}`,
        label: w(entry === 1 ? 'cockpit.entry-first' : 'cockpit.entry-later', {
          entry,
          at: showInstant(keptAt),
        }),
        current: entry === current,
      }))
