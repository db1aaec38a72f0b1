import { type BridgePaper, bridgePapers, bridgePaperWords } from '../bridge-pool/papers.ts'
import { laidList, laidPage } from '../documents/index.ts'
import type { Words } from '../platform/web/words.ts'
import type { PaperRow } from './rows-papers.ts'

/** What is shown of them on the page of an advance. */
export type PapersShown = {
  readonly list: object
  readonly missing: number
  readonly upload: object | null
}

const base = '/bridge-papers'

type Listed = {
  readonly rows: readonly PaperRow[]
  readonly wanted: readonly BridgePaper[]
  readonly takesBack: boolean
  readonly isOwn: boolean
}

/** The papers beside an application. */
export const papersList = (w: Words, listed: Listed) =>
  laidList(w, {
    ...{ ...listed, title: w('bridges.papers'), kinds: bridgePapers, wordsOf: bridgePaperWords },
    ...{ base, opens: true },
  })

/** One of them, and the way back to its application. */
export const paperPage = (w: Words, paper: PaperRow, number: string, isOwn: boolean) => {
  const back = { href: `/bridges/${paper.bridgeId}`, label: w('bridges.bridge-title', { number }) }
  return laidPage(w, paper, w(bridgePaperWords(paper.kind)), base, back, isOwn)
}
