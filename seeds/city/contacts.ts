import type { contacts } from '../../db/tables/contacts.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { type ApplicationRow, type City, type CityRows, trailRow, type Who } from './city.ts'
import { randomFrom } from './random.ts'

type ContactRow = typeof contacts.$inferSelect

const notes = [
  '与负责人通话，核对了用途和金额，约定补齐流水。',
  '电话沟通了还款安排，企业希望等额本息。',
  '介绍了产品条件和办理步骤，企业确认继续办理。',
] as const
const visits = ['上门看了厂房和库存，与申请所述一致。', '到经营场所走访，了解订单和回款周期。'] as const

/**
 * 首次联系 of every case that a bank accepted: most firms are called within a day or two, some hear nothing until the offer,
 * and a few still wait. A chance of its own, so that the rest of the city stays as it is without it.
 */
export function makeContacts(city: City, rows: CityRows): ContactRow[] {
  const random = randomFrom(340_612)
  const people = new Map([...city.officers.values()].flat().map((who) => [who.personId, who]))
  return rows.applications.flatMap((row) => {
    if (!row.takenAt) return []
    const takenOn = dayOf(row.takenAt)
    const due = city.due(takenOn, 'firstContactWorkdays')
    Object.assign(row, { contactDueOn: due.dueOn, contactDuePolicies: due.duePolicies })
    const delay = random.weighted([
      [0, 30],
      [1, 35],
      [2, 20],
      [3, 6],
      [5, 4],
      [99, 5],
    ])
    const isVisit = random.chance(250)
    const note = random.pick(isVisit ? visits : notes)
    const on = city.days.after(takenOn, delay)
    const until = row.offeredAt ?? row.decidedAt
    const who = people.get(row.officerId)
    if (on >= city.today || (until && on >= dayOf(until)) || !who?.personId) {
      if (row.offeredAt)
        reached(city, rows, row, who, { on: dayOf(row.offeredAt), way: 'offer', at: row.offeredAt })
      return []
    }
    const at = on === takenOn ? row.takenAt : city.days.moment(on)
    const way = isVisit ? 'visit' : 'phone'
    reached(city, rows, row, who, { on, way, at })
    const id = city.naming<'contact'>(at)
    return [{ id, applicationId: row.id, way, reachedOn: on, note, personId: who.personId, at }]
  })
}

type First = Pick<ContactRow, 'at'> & {
  readonly on: ContactRow['reachedOn']
  readonly way: NonNullable<ApplicationRow['contactWay']>
}

function reached(
  { naming }: City,
  rows: CityRows,
  row: ApplicationRow,
  who: Who | undefined,
  { on, way, at }: First,
): void {
  Object.assign(row, { contactedOn: on, contactWay: way })
  if (!who || way === 'offer') return
  const subject = ['application', row.id] as const
  rows.trail.push(trailRow(naming, { at, who, happening: `contacts.first-${way}`, subject, details: { on } }))
}
