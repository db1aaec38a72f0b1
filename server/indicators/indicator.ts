import { type Fen, noFen } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'

/*
 * 担保机构指标: the eight by which a provincial group measures a guarantor, each with its definition in the words of this
 * room under `definition.<name>`. Every sum is what had happened by the end of one day, so that a past day can be asked for.
 */

export const indicators = [
  'leverage',
  'filed',
  'shared',
  'small-and-farming',
  'claim-rate',
  'returned',
  'targets',
  'grade',
] as const
export type Indicator = (typeof indicators)[number]

/** What had happened by the end of a day. */
export type Sums = {
  /** In force: the whole, the guarantor's own share, with a share of the bank, for small firms and farming, small ones. */
  readonly balanceFen: Fen
  readonly ownFen: Fen
  readonly sharedFen: Fen
  readonly smallFen: Fen
  readonly smallTicketFen: Fen
  /** The newest net assets that were approved and not of a later day; null where there are none. */
  readonly netAssetsFen: Fen | null
  /** Come in force in the year of the day, and of these what the provincial group has in its books. */
  readonly newFen: Fen
  readonly newFiledFen: Fen
  readonly releasedFen: Fen
  readonly claimedFen: Fen
  readonly returnedFen: Fen
}

export type Targets = {
  readonly smallAndFarmingPpm: Ppm
  readonly smallTicketPpm: Ppm
  readonly warnPpm: Ppm
  readonly stopPpm: Ppm
}

export const grades = ['A', 'B', 'C'] as const
export type Grade = (typeof grades)[number]

/** One figure over another, down to the ppm; null where there is nothing to measure by. */
export function ratio(part: Fen, whole: Fen | null): Ppm | null {
  if (whole === null || whole <= 0) return null
  return ppm(Number((BigInt(part) * million) / BigInt(whole)))
}

export type Figures = {
  readonly leveragePpm: Ppm | null
  readonly filedPpm: Ppm | null
  readonly sharedPpm: Ppm | null
  readonly smallPpm: Ppm | null
  readonly smallTicketPpm: Ppm | null
  readonly claimPpm: Ppm | null
  readonly returnedPpm: Ppm | null
  /** How many of the targets that can be measured are met. */
  readonly targetsMet: number
  readonly targets: number
  readonly grade: Grade | null
}

/**
 * The eight figures. The grade is ours until the province's own rule is known: A with all targets met and the claim rate
 * below its warning line, C from the stop line on, B between; none where nothing can be measured.
 */
export function figuresOf(sums: Sums, targets: Targets): Figures {
  const smallPpm = ratio(sums.smallFen, sums.balanceFen)
  // Of what is for small firms and farming, as 财金〔2025〕11号 asks.
  const smallTicketPpm = ratio(sums.smallTicketFen, sums.smallFen)
  const claimPpm = ratio(sums.claimedFen, sums.releasedFen)
  const asked = [
    { have: smallPpm, want: targets.smallAndFarmingPpm },
    { have: smallTicketPpm, want: targets.smallTicketPpm },
  ].filter((one): one is { have: Ppm; want: Ppm } => one.have !== null)
  const met = asked.filter(({ have, want }) => have >= want).length
  return {
    leveragePpm: ratio(sums.ownFen, sums.netAssetsFen),
    filedPpm: ratio(sums.newFiledFen, sums.newFen),
    sharedPpm: ratio(sums.sharedFen, sums.balanceFen),
    ...{ smallPpm, smallTicketPpm, claimPpm },
    returnedPpm: ratio(sums.returnedFen, sums.claimedFen),
    ...{ targetsMet: met, targets: asked.length },
    grade: gradeOf(met === asked.length, asked.length > 0, claimPpm, targets),
  }
}

function gradeOf(
  allMet: boolean,
  measured: boolean,
  claimPpm: Ppm | null,
  { warnPpm, stopPpm }: Targets,
): Grade | null {
  if (!measured) return null
  if (claimPpm !== null && claimPpm >= stopPpm) return 'C'
  return allMet && (claimPpm === null || claimPpm < warnPpm) ? 'A' : 'B'
}

/** 月报: what happened in a month, and where it ended. */
export type MonthSums = {
  readonly newCount: number
  readonly newFen: Fen
  readonly releasedFen: Fen
  readonly balanceFen: Fen
  readonly ownFen: Fen
  readonly claimCount: number
  readonly claimedFen: Fen
  readonly recoveredFen: Fen
  readonly costFen: Fen
  readonly returnedFen: Fen
  readonly writtenOffFen: Fen
  /** 代偿余额 at the end: claimed − back − written off since the beginning. */
  readonly outstandingFen: Fen
  readonly owedFen: Fen
  readonly lateCount: number
}

export const nothing: MonthSums = {
  ...{ newCount: 0, newFen: noFen, releasedFen: noFen, balanceFen: noFen, ownFen: noFen, claimCount: 0 },
  ...{ claimedFen: noFen, recoveredFen: noFen, costFen: noFen, returnedFen: noFen, writtenOffFen: noFen },
  ...{ outstandingFen: noFen, owedFen: noFen, lateCount: 0 },
}
