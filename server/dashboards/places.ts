import type { Division } from '../enterprises/divisions.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'

export const divisionWords = ({ nameZh, nameEn }: Division, { language }: Words): string =>
  language === 'zh' ? nameZh : nameEn

/** The counties that an office may look at: those in its city, or the one that it is. */
export const countiesWithin = ({ divisions }: Reference, region: string): readonly Division[] =>
  divisions.filter(({ level, code }) => level === 'county' && code.startsWith(region))
