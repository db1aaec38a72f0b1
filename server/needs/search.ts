import { shortRegion } from '../enterprises/divisions.ts'
import { industryName, placeName } from '../enterprises/names.ts'
import { initials } from '../enterprises/pinyin.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Reference } from '../parts.ts'
import type { NeedDraft } from './draft.ts'

/** What of the firm a need carries along, so that the hall reads one table. */
export type Seat = {
  readonly name: string
  readonly region: string
  readonly industry: string
  readonly size: SizeClass | null
}

/** The columns of a need that come from its firm. */
export type Copied = Seat & { readonly search: string }

/**
 * Region to the town and industry to the division: an exact equal, which an index finds, is then all that the
 * finest filter of the hall needs.
 */
export function copiedFrom(
  firm: Seat,
  draft: Pick<NeedDraft, 'nameShown' | 'story'>,
  number: string,
  reference: Reference,
): Omit<Copied, 'name'> {
  const region = shortRegion(firm.region).slice(0, 9)
  const industry = firm.industry.slice(0, 3)
  const names = [
    ...(draft.nameShown === 'shown' ? [firm.name] : []),
    industryName(reference, 'zh', industry),
    placeName(reference, 'zh', region),
  ]
  const search = [number, ...names.flatMap((name) => [name, initials(name)]), draft.story]
  return { region, industry, size: firm.size, search: searchable(search.join(' ')) }
}

/** Text as the hall's search compares it: small letters, no stray forms or blanks. */
export const searchable = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
