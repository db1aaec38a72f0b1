import { isIndustry } from '../enterprises/industry.ts'
import { done, type Outcome, type Refusal, type Refused, refuse } from '../platform/outcome.ts'
import {
  type Arrangement,
  arrangementShape,
  type Layer,
  poolsOf,
  type Variant,
  wholeShare,
} from './arrangement.ts'

/** An arrangement that somebody wrote, read and checked; or all that is wrong with it, each with its field. */
export function readArrangement(
  value: unknown,
): { ok: true; arrangement: Arrangement } | { ok: false; refusals: readonly Refusal[] } {
  const read = arrangementShape.safeParse(value)
  if (!read.success) {
    return {
      ok: false,
      refusals: read.error.issues.map(({ path }) => {
        const field = path.join('.')
        const unknown = path.at(-1) === 'party' || path.at(-1) === 'to'
        return (unknown ? refuse('unknown-party', { field }) : refuse('arrangement-malformed', { field }))
          .refusal
      }),
    }
  }
  const found = faultsIn(read.data).map(({ refusal }) => refusal)
  const same = (one: Refusal, other: Refusal) => one.code === other.code && one.field === other.field
  const refusals = found.filter((one, at) => found.findIndex((other) => same(one, other)) === at)
  return refusals.length === 0 ? { ok: true, arrangement: read.data } : { ok: false, refusals }
}

/**
 * Why an arrangement cannot be used: an empty list when it can. Refuses what has another form, shares that do not
 * add up to 10,000, layers that are empty or never reached, a last layer with a limit, a party twice in a layer or
 * unknown, a pool that would have to pay beyond its money, a first payer who cannot be one, a warning behind the stop.
 */
export function checkArrangement(value: unknown): readonly Refusal[] {
  const read = readArrangement(value)
  return read.ok ? [] : read.refusals
}

/** The arrangement as it holds for some loans. Refuses `unknown-variant`. */
export function withVariant(
  arrangement: Arrangement,
  variant: Variant | null,
): Outcome<{ arrangement: Arrangement }> {
  if (variant === null) return done({ arrangement })
  const layers = arrangement.variants[variant]
  return layers
    ? done({ arrangement: { ...arrangement, layers } })
    : refuse('unknown-variant', { field: 'variant' })
}

function faultsIn(arrangement: Arrangement): Refused[] {
  const forms: [string, Arrangement][] = [['layers', arrangement]]
  for (const [variant, layers] of Object.entries(arrangement.variants)) {
    forms.push([`variants.${variant}`, { ...arrangement, layers }])
  }
  return [
    ...forms.flatMap(([field, form]) => [
      ...layersFaults(form.layers, field),
      ...poolFaults(form, field),
      ...payerFaults(form),
    ]),
    ...restFaults(arrangement),
  ]
}

function layersFaults(layers: readonly Layer[], field: string): Refused[] {
  if (layers.length === 0) return [refuse('no-layers', { field })]
  return layers.flatMap((layer, at) => {
    const here = `${field}.${at}`
    const last = at === layers.length - 1
    const limited = layer.limit.kind !== 'none'
    return [
      ...sharesFaults(layer, here),
      ...(last && limited ? [refuse('last-layer-limited', { field: `${here}.limit` })] : []),
      ...(!last && !limited ? [refuse('layer-never-reached', { field: `${field}.${at + 1}` })] : []),
      ...(layer.limit.kind === 'amount' && layer.limit.limitFen === 0
        ? [refuse('limit-is-nothing', { field: `${here}.limit.limitFen` })]
        : []),
    ]
  })
}

function sharesFaults({ shares }: Layer, here: string): Refused[] {
  if (shares.length === 0) return [refuse('empty-layer', { field: `${here}.shares` })]
  const total = shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0)
  return [
    ...shares.flatMap(({ party, basisPoints }, at) => [
      ...(basisPoints === 0
        ? [refuse('share-is-nothing', { field: `${here}.shares.${at}.basisPoints` })]
        : []),
      ...(shares.findIndex((other) => other.party === party) < at
        ? [refuse('party-twice', { field: `${here}.shares.${at}.party` })]
        : []),
    ]),
    ...(total === wholeShare
      ? []
      : [
          refuse('shares-do-not-add-up', {
            field: `${here}.shares`,
            values: { total, percent: total / 100 },
          }),
        ]),
  ]
}

/** A pool stands in the one layer that its money limits: elsewhere it could be asked for more than it has. */
function poolFaults(arrangement: Arrangement, field: string): Refused[] {
  const { layers } = arrangement
  return layers.flatMap(({ limit }, at) => {
    if (limit.kind !== 'pool') return []
    const standing = layers.flatMap((layer, other) =>
      layer.shares.some(({ party }) => party === limit.party) ? [other] : [],
    )
    const faults: Refused[] = []
    if (!standing.includes(at))
      faults.push(refuse('pool-has-no-share', { field: `${field}.${at}.limit.party` }))
    for (const other of standing.filter((one) => one !== at)) {
      faults.push(refuse('pool-without-limit', { field: `${field}.${other}.shares` }))
    }
    return faults
  })
}

function payerFaults(arrangement: Arrangement): Refused[] {
  const { firstPayer, excess, layers } = arrangement
  const shares = (wanted: string) =>
    layers.some((layer) => layer.shares.some(({ party }) => party === wanted))
  const isPool = (wanted: string) => poolsOf(arrangement).some((party) => party === wanted)
  const faults: Refused[] = []
  if (layers.every((layer) => layer.shares.length === 0)) return faults
  if (firstPayer) {
    const field = 'firstPayer.party'
    if (!shares(firstPayer.party)) faults.push(refuse('first-payer-has-no-share', { field }))
    // The bank lent the money: there is nobody whom it could pay first. A pool cannot front what it does not have.
    if (firstPayer.party === 'bank') faults.push(refuse('first-payer-is-bank', { field }))
    if (isPool(firstPayer.party)) faults.push(refuse('first-payer-is-pool', { field }))
  }
  if (excess) {
    if (!shares(excess.party)) faults.push(refuse('excess-has-no-share', { field: 'excess.party' }))
    if (!shares(excess.to) || excess.to === excess.party || isPool(excess.to))
      faults.push(refuse('excess-to-wrong-party', { field: 'excess.to' }))
    if (excess.basisPoints === 0 || excess.basisPoints > wholeShare)
      faults.push(refuse('excess-share-wrong', { field: 'excess.basisPoints' }))
  }
  return faults
}

function restFaults(arrangement: Arrangement): Refused[] {
  const { base, scope, singleCustomerCapFen, warnLinePpm, stopLinePpm } = arrangement
  const faults = scope.excludedIndustries.flatMap((code, at) =>
    isIndustry(code) ? [] : [refuse('not-an-industry', { field: `scope.excludedIndustries.${at}` })],
  )
  if (scope.sizes?.length === 0 && !scope.farming)
    faults.push(refuse('scope-is-empty', { field: 'scope.sizes' }))
  if (!base.normalInterest && base.interestCapDays !== null)
    faults.push(refuse('cap-without-interest', { field: 'base.interestCapDays' }))
  if (singleCustomerCapFen === 0) faults.push(refuse('limit-is-nothing', { field: 'singleCustomerCapFen' }))
  if (warnLinePpm !== null && stopLinePpm !== null && warnLinePpm >= stopLinePpm)
    faults.push(refuse('warning-behind-stop', { field: 'warnLinePpm' }))
  for (const [field, line] of Object.entries({ warnLinePpm, stopLinePpm }))
    if (line !== null && (line === 0 || line > 1_000_000)) faults.push(refuse('line-out-of-range', { field }))
  return faults
}
