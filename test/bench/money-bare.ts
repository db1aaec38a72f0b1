/*
 * What somebody in a hurry would write: the same arithmetic on plain numbers, with no types of its own, no refusals, no
 * assertions, and no care for what passes 2^53.
 */

/** Largest remainder, ties to the earlier. */
export function bareSplit(whole: number, weights: readonly number[]): number[] {
  let total = 0
  for (const weight of weights) total += weight
  const parts: number[] = []
  const remainders: number[] = []
  let left = whole
  for (const weight of weights) {
    const product = whole * weight
    const part = Math.floor(product / total)
    parts.push(part)
    remainders.push(product - part * total)
    left -= part
  }
  while (left > 0) {
    let best = 0
    for (let at = 1; at < weights.length; at += 1) {
      if ((remainders[at] ?? 0) > (remainders[best] ?? 0)) best = at
    }
    parts[best] = (parts[best] ?? 0) + 1
    remainders[best] = -1
    left -= 1
  }
  return parts
}

const parties = ['guarantor', 'reguarantor', 'bank', 'treasury']

/** The same with both columns: the guarantor pays all but what the bank keeps, and each bears its part. */
export function bareLoss(lossFen: number, weights: readonly number[]) {
  const borne = bareSplit(lossFen, weights)
  const kept = borne[2] ?? 0
  const shares = []
  for (let at = 0; at < parties.length; at += 1)
    shares.push({
      party: parties[at],
      cashFen: at === 0 ? lossFen - kept : at === 2 ? kept : 0,
      borneFen: borne[at] ?? 0,
    })
  return { shares, totalFen: lossFen }
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const two = (count: number) => (count < 10 ? `0${count}` : `${count}`)

/** Equal instalments by 30/360, due on the day of drawing month by month. */
export function bareSchedule(
  principalFen: number,
  annualRatePpm: number,
  months: number,
  year: number,
  month: number,
  date: number,
) {
  const monthly = annualRatePpm / 12_000_000
  const payment = Math.floor((principalFen * monthly) / (1 - (1 + monthly) ** -months) + 0.5)
  const rows = []
  let balanceFen = principalFen
  let totalInterestFen = 0
  for (let count = 1; count <= months; count += 1) {
    const dueMonth = ((month - 1 + count) % 12) + 1
    const dueYear = year + Math.floor((month - 1 + count) / 12)
    const length = dueMonth === 2 && isLeap(dueYear) ? 29 : (lengths[dueMonth - 1] ?? 31)
    const interestFen = Math.floor((balanceFen * annualRatePpm * 2 + 12_000_000) / 24_000_000)
    const repaidFen = count === months ? balanceFen : Math.min(payment - interestFen, balanceFen)
    balanceFen -= repaidFen
    totalInterestFen += interestFen
    rows.push({
      dueOn: `${dueYear}-${two(dueMonth)}-${two(Math.min(date, length))}`,
      principalFen: repaidFen,
      interestFen,
      paymentFen: repaidFen + interestFen,
      balanceFen,
    })
  }
  return { rows, totalInterestFen }
}
