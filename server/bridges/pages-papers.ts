import { type BridgePaper, bridgePapers, bridgePaperWords } from '../bridge-pool/papers.ts'
import { type FileFault, fileFault, preview, uploadShown } from '../documents/index.ts'
import type { DocumentRules } from '../documents/rules.ts'
import { showBytes } from '../documents/size.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { PaperRow } from './rows-papers.ts'

/** What is shown of them on the page of an advance. */
export type PapersShown = {
  readonly list: object
  readonly missing: number
  readonly upload: object | null
}

type Listed = {
  readonly rows: readonly PaperRow[]
  /** What the rule wants; the others are shown where they are there. */
  readonly wanted: readonly BridgePaper[]
  readonly takesBack: boolean
}

/** The papers beside an application, kind by kind: what the rule wants first, with what is missing. */
export function papersList(w: Words, { rows, wanted, takesBack }: Listed) {
  const kinds = bridgePapers.filter((kind) => wanted.includes(kind) || rows.some((one) => one.kind === kind))
  return {
    title: w('bridges.papers'),
    lines: kinds.map((kind) => {
      const own = rows.filter((one) => one.kind === kind)
      return {
        name: w(bridgePaperWords(kind)),
        state: own.length
          ? { label: w('bridges.paper-there', { count: own.length }), tone: 'good' }
          : { label: w('bridges.paper-missing'), tone: 'warn' },
        files: own.map((one) => ({
          words: one.name || w('documents.nameless'),
          href: `/bridge-papers/${one.id}`,
          note: `${showBytes(one.bytes)} · ${showInstant(one.addedAt)} ${one.addedBy}`,
          removal: takesBack
            ? {
                ...{ action: `/bridge-papers/${one.id}/removal`, once: newId() },
                label: w('bridges.paper-remove', { name: one.name }),
              }
            : null,
        })),
      }
    }),
  }
}

/** The form that brings papers, with its limits. */
export function paperUpload(
  w: Words,
  rules: DocumentRules,
  action: string,
  shown: ShownForm,
  fault: FileFault | null,
) {
  const words = fault ? fileFault(w, fault) : null
  return {
    ...{ ...shown, action, once: newId(), submitLabel: w('bridges.paper-bring'), formId: 'paper-form' },
    errors: [...shown.errors, ...(words ? [{ href: '#file', words }] : [])],
    upload: uploadShown(w, rules, words),
  }
}

/** One paper: shown, with what it is and to which application it belongs. */
export function paperPage(w: Words, paper: PaperRow, number: string) {
  const name = w(bridgePaperWords(paper.kind))
  const here = `/bridge-papers/${paper.id}`
  return {
    title: name,
    back: { href: `/bridges/${paper.bridgeId}`, label: w('bridges.bridge-title', { number }) },
    preview: preview(w, paper.type, name, here),
    facts: [
      { label: w('documents.fact.file'), value: paper.name || w('documents.nameless') },
      {
        label: w('documents.fact.type'),
        value: w(`documents.type.${paper.type}`),
        note: showBytes(paper.bytes),
      },
      { label: w('documents.fact.added'), value: showInstant(paper.addedAt), note: paper.addedBy },
      { label: w('documents.fact.hash'), value: paper.hash.slice(0, 16), note: w('documents.hash-note') },
    ],
  }
}
