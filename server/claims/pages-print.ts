import { enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { showChinese } from '../money/chinese.ts'
import type { Words } from '../platform/web/words.ts'
import { claimStateWords } from './claim.ts'
import { type ClaimShown, factsShown } from './pages.ts'
import { papersTable } from './pages-papers.ts'
import { settlementsTable, sharingTable } from './pages-tables.ts'

/** 代偿申请书: what was asked for on what ground, the papers that lay beside it, who paid and who bears what. */
export function printPage(w: Words, shown: ClaimShown) {
  const { row, guarantee, sharers, moves, settlements, papers, me, today, booked } = shown
  const { claim, firm, bank, guarantor } = row
  const ofFirm = isOneOf(me, enterpriseRoles)
  return {
    title: w('claims.print-title', { number: claim.number }),
    running: claim.number,
    backHref: `/claims/${claim.id}`,
    lead: w('claims.print-lead', { letter: guarantee.letterNumber ?? guarantee.number }),
    facts: [
      { label: w('claims.column.state'), value: w(claimStateWords(claim.state)) },
      ...factsShown(w, claim, { firm, bank, guarantor }, booked),
      { label: w('claims.in-words'), value: showChinese(claim.claimedFen) },
    ],
    tables: [
      papersTable(w, papers),
      !ofFirm && moves.length ? sharingTable(w, guarantee.terms, sharers, moves) : null,
      settlements.length ? settlementsTable(w, settlements, sharers, me, today) : null,
    ].filter((one) => one !== null),
  }
}
