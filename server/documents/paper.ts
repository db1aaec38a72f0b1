import { type DocumentKind, documentKinds } from '../products/product.ts'

/** What a firm may lay before a bank: the papers that products name, and whatever else somebody asks for. */
export const paperKinds = [...documentKinds, 'other'] as const
export type PaperKind = (typeof paperKinds)[number]

/** What we take, by what is in a file and never by what it is called. */
export const fileTypes = ['pdf', 'jpeg', 'png', 'xlsx'] as const
export type FileType = (typeof fileTypes)[number]

export const isPaperKind = (text: string): text is PaperKind => paperKinds.some((kind) => kind === text)

export type { DocumentKind }
