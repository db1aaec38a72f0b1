import { enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { type BridgePaper, missingPapers } from '../bridge-pool/papers.ts'
import { type FileFault, laidUpload, markOf, sent } from '../documents/index.ts'
import { documentRulesOn } from '../documents/rules.ts'
import { done } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, get, go, NotFound, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { takeBackBridgePaper } from './actions-papers.ts'
import { takesPapers } from './bridge.ts'
import { paperForm } from './forms.ts'
import { type PapersShown, paperPage, papersList } from './pages-papers.ts'
import { bridgeFor, type FoundBridge, paperReaders } from './parts.ts'
import { caseRuleOf } from './parts-step.ts'
import { type PaperRow, paperById, papersOf } from './rows-papers.ts'

export const bridgePaperRoutes = routes(
  get('/bridge-papers/:id', paperReaders, showPaper),
  get('/bridge-papers/:id/content', paperReaders, (visit) => send(visit, 'shown')),
  get('/bridge-papers/:id/download', paperReaders, (visit) => send(visit, 'downloaded')),
  post('/bridge-papers/:id/removal', enterpriseRoles, takeBack),
)

/** The form for papers where it was refused, with the file that was at fault. */
export type Bringing = { readonly shown: ShownForm; readonly fault: FileFault | null }

/** What lies beside an application, for who may open it; with the form for more where the firm may still bring some. */
export async function papersShown(
  { me, w, parts, today }: SignedIn,
  { bridge, side }: FoundBridge,
  bringing: Bringing | null,
): Promise<PapersShown | null> {
  // Advances that were taken over from the pool's books of before have theirs on paper.
  if (side === 'bank' || bridge.origin === 'taken-over') return null
  const rows = await papersOf(parts.store.read, bridge.id)
  const { papers: wanted } = caseRuleOf(parts, today)
  const brings = isOneOf(me, enterpriseRoles) && takesPapers(bridge.state)
  const rules = documentRulesOn(parts.policies, today).value
  const shown = bringing?.shown ?? paperForm.filled(w, { paper: nextPaper(wanted, rows) })
  return {
    list: papersList(w, { rows, wanted, takesBack: brings, isOwn: side === 'firm' }),
    missing: missingPapers(wanted, rows).length,
    upload: brings
      ? laidUpload(w, rules, `/bridges/${bridge.id}/papers`, shown, bringing?.fault ?? null)
      : null,
  }
}

/** The first that is still missing: what the firm brings next. */
const nextPaper = (wanted: readonly BridgePaper[], rows: readonly PaperRow[]): BridgePaper =>
  missingPapers(wanted, rows)[0] ?? 'other'

type Known = { readonly paper: PaperRow; readonly found: FoundBridge }

/** A paper that this person may know of, and that was not taken back. */
async function knownPaper({ me, parts, params }: SignedIn): Promise<Known> {
  const { read } = parts.store
  const id = params.id ?? ''
  const paper = await paperById(read, id)
  if (!paper || paper.endedAt !== null) throw new NotFound(`bridge paper ${id}`)
  return { paper, found: await bridgeFor(read, me, paper.bridgeId) }
}

async function showPaper(visit: SignedIn): Promise<Answer> {
  const { paper, found } = await knownPaper(visit)
  return page('documents/laid', paperPage(visit.w, paper, found.bridge.number, found.side === 'firm'))
}

/** The firm sees its own file; everybody else a copy that bears his name, and what he downloads is written down. */
async function send(visit: SignedIn, how: 'shown' | 'downloaded'): Promise<Answer> {
  const { parts, by } = visit
  const { paper, found } = await knownPaper(visit)
  if (found.side === 'firm') return sent(visit, paper, how)
  if (how === 'downloaded')
    await act(parts.store, by, async (tx) => {
      await write(tx, by, {
        ...{ happening: 'bridges.paper-downloaded', subject: { kind: 'bridge', id: paper.bridgeId } },
        details: { paper: paper.id, kind: paper.kind, hash: paper.hash },
      })
      return done()
    })
  const back = `/bridge-papers/${paper.id}`
  return sent(visit, paper, how, { ...markOf(visit, found.bridge.number), back })
}

async function takeBack(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { paper } = await knownPaper(visit)
  const back = `/bridges/${paper.bridgeId}`
  const outcome = await takeBackBridgePaper(parts, by, paper.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'bridges.paper-removed-flash')
}
