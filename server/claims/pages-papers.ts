import { type FileFault, fileFault, preview, uploadShown } from '../documents/index.ts'
import type { DocumentRules } from '../documents/rules.ts'
import { showBytes } from '../documents/size.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ClaimPaperRow } from './rows-papers.ts'
import { type ClaimPaper, claimPapers, claimPaperWords } from './rule.ts'

type Listed = {
  readonly rows: readonly ClaimPaperRow[]
  /** What the rule wants; the others are shown where they are there. */
  readonly wanted: readonly ClaimPaper[]
  /** Whether this person opens them, and takes them back. */
  readonly opens: boolean
  readonly takesBack: boolean
}

/** The papers beside a claim, kind by kind: what the rule wants comes first, with what is missing. */
export function papersList(w: Words, { rows, wanted, opens, takesBack }: Listed) {
  const kinds = claimPapers.filter((kind) => wanted.includes(kind) || rows.some((one) => one.kind === kind))
  return {
    title: w('claims.field.papers'),
    lines: kinds.map((kind) => {
      const own = rows.filter((one) => one.kind === kind)
      return {
        name: w(claimPaperWords(kind)),
        state: own.length
          ? { label: w('claims.paper-there', { count: own.length }), tone: 'good' }
          : { label: w('claims.paper-missing'), tone: 'warn' },
        files: own.map((one) => ({
          words: one.name || w('documents.nameless'),
          href: opens ? `/claim-papers/${one.id}` : null,
          note: `${showBytes(one.bytes)} · ${showInstant(one.addedAt)} ${one.addedBy}`,
          removal: takesBack
            ? {
                action: `/claim-papers/${one.id}/removal`,
                once: newId(),
                label: w('claims.paper-remove', { name: one.name }),
              }
            : null,
        })),
      }
    }),
  }
}

/** The same for the print of a claim: with the first letters of the hash, which tell whether a file is the one. */
export const papersTable = (w: Words, rows: readonly ClaimPaperRow[]) =>
  rows.length
    ? {
        caption: w('claims.field.papers'),
        columns: [
          { label: w('claims.column.paper') },
          { label: w('claims.column.file') },
          { label: w('claims.column.added') },
          { label: w('documents.fact.hash'), kind: 'code' },
        ],
        rows: rows.map((one) => ({
          cells: [
            w(claimPaperWords(one.kind)),
            { words: one.name || w('documents.nameless'), note: showBytes(one.bytes) },
            { words: showInstant(one.addedAt), note: one.addedBy },
            one.hash.slice(0, 16),
          ],
        })),
      }
    : null

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
    ...{ ...shown, action, once: newId(), submitLabel: w('claims.paper-bring'), formId: 'paper-form' },
    errors: [...shown.errors, ...(words ? [{ href: '#file', words }] : [])],
    upload: uploadShown(w, rules, words),
  }
}

/** One paper: shown, with what it is and to which claim it belongs. */
export function paperPage(
  w: Words,
  paper: ClaimPaperRow,
  back: { readonly href: string; readonly label: string },
) {
  const name = w(claimPaperWords(paper.kind))
  return {
    title: name,
    back,
    preview: preview(w, paper.type, name, `/claim-papers/${paper.id}`),
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
