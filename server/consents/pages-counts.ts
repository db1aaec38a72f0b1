import type { Words } from '../platform/web/words.ts'
import { requestStates } from './consent.ts'
import { dataKinds } from './kind.ts'
import type { ConsentCounts, LookCounts, RequestCounts } from './rows-counts.ts'

type Counted = {
  readonly consents: ConsentCounts
  readonly looks: LookCounts
  readonly requests: RequestCounts
  readonly days: number
}

/** What the bureau sees of consents: counts by bank and by kind, and nobody's name. */
export function countsPage(w: Words, { consents, looks, requests, days }: Counted) {
  const banks = [...new Map(consents.map(({ bank, pinyin }) => [bank, pinyin]))]
    .toSorted(([, one], [, other]) => (one < other ? -1 : 1))
    .map(([bank]) => bank)
  const row = (label: string, isMeant: (one: { bank: string; kind: string }) => boolean) => {
    const own = consents.filter(isMeant)
    const add = (key: 'inForce' | 'given' | 'revoked') => own.reduce((sum, one) => sum + one[key], 0)
    const looked = looks.filter(isMeant).reduce((sum, one) => sum + one.looks, 0)
    return { cells: [label, add('inForce'), add('given'), add('revoked'), looked] }
  }
  const table = (key: 'bank' | 'kind', rows: ReturnType<typeof row>[]) => ({
    caption: w(`consents.counts-by-${key}`),
    columns: [
      { label: w(`consents.column.${key}`) },
      ...['in-force', 'given', 'revoked', 'looks'].map((count) => ({
        label: w(`consents.count.${count}`, { days }),
        kind: 'number',
      })),
    ],
    rows,
  })
  return {
    title: w('consents.counts-title'),
    figures: requestStates.map((state) => ({
      label: w(`consents.request-count.${state}`, { days }),
      value: String(requests.find((one) => one.state === state)?.requests ?? 0),
    })),
    byKind: table(
      'kind',
      dataKinds.map((kind) => row(w(`consents.kind.${kind}`), (one) => one.kind === kind)),
    ),
    byBank: banks.length
      ? table(
          'bank',
          banks.map((bank) => row(bank, (one) => one.bank === bank)),
        )
      : null,
  }
}
