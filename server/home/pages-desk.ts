import type { Person } from '../accounts/index.ts'
import type { Words } from '../platform/web/words.ts'

/** The one thing to do now, as `parts/next-step` shows it. */
export type NextStep = {
  readonly title: string
  readonly text: string
  readonly href: string
  readonly label: string
  readonly late?: boolean
  readonly due?: string
}

type Cell =
  | string
  | { readonly words: string; readonly href?: string; readonly tone?: string; readonly note?: string }
type Column = { readonly label: string; readonly kind?: 'number' | 'date' | 'code' | 'actions' }

/** A list of work; one without rows says what it would hold, and stays short. */
export type WorkList = {
  readonly title: string
  readonly more?: { readonly href: string; readonly label: string }
  readonly none: string
  /** The policies by which its days were counted. */
  readonly by?: readonly string[]
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

export type DeskFigure = {
  readonly label: string
  readonly value: string
  readonly unit?: string
  readonly href?: string
  readonly tone?: 'bad'
  /** The policies that decided it. */
  readonly by?: string
}

export type Desk = {
  readonly next: NextStep
  readonly figures: readonly DeskFigure[]
  readonly lists: readonly WorkList[]
  /** Where else this person may go. */
  readonly entries: readonly { readonly href: string; readonly name: string; readonly text: string }[]
}

export const deskPage = (w: Words, me: Person, desk: Desk) => ({
  title: w('home.desk-title', { name: me.name }),
  lead: [w(`accounts.role.${me.role}`), me.organisation].filter(Boolean).join(' · '),
  ...desk,
  lists: desk.lists.map(({ title, more, none, by, columns, rows }) => ({
    title,
    more: more ?? null,
    none,
    by: by ?? [],
    table: rows.length ? { caption: title, columns, rows: rows.map((cells) => ({ cells })) } : null,
  })),
})
