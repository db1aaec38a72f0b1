import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform, type Person } from '../../server/accounts/index.ts'
import {
  type ApplicationActor,
  type ApplicationState,
  applicationMoves,
  applicationStates,
} from '../../server/applications/application.ts'
import {
  type Application,
  applicationById,
  decline,
  expireOffers,
  offersOf,
  withdraw,
} from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { sign } from '../../server/loans/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { instantOf, millisecondsOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { agreed, applied, given, inHall, markFor, offered, onShelf, taken, takenUp } from './played.ts'

/*
 * Every move × every actor, by the pages themselves. What may happen is read from the table of moves; who stands
 * on which side is said here.
 */

type Running = Awaited<ReturnType<typeof runningTown>>

/** Each button: the state it leads to and the side whose it is. `binds` is for the owner alone. */
const buttons: readonly {
  name: string
  to: ApplicationState
  from?: ApplicationState
  actor: ApplicationActor
  binds?: true
  /** Pressed on an offer: a case that never had one has no such button. */
  onOffer?: true
  press: (browser: Browser, made: Running, one: Application) => ReturnType<Browser['post']>
}[] = [
  {
    name: 'taking',
    to: 'taken',
    from: 'submitted',
    actor: 'institution',
    press: (browser, _, { id }) => browser.post(`/applications/${id}/taking`),
  },
  {
    name: 'offer',
    to: 'offered',
    actor: 'institution',
    press: (browser, made, { id }) => browser.post(`/applications/${id}/offers`, typedOffer(made)),
  },
  {
    name: 'withdrawal of the offer',
    to: 'taken',
    from: 'offered',
    actor: 'institution',
    onOffer: true,
    press: async (browser, made, { id }) => browser.post(`/offers/${await offerOf(made, id)}/withdrawal`),
  },
  {
    name: 'decline',
    to: 'declined',
    actor: 'institution',
    press: (browser, _, { id, version }) =>
      browser.post(`/applications/${id}/decline`, {
        reason: 'existing-debt',
        facts: 'existing-debt',
        words: '负债偏高，还清一笔后可再申请。',
        version: String(version),
      }),
  },
  {
    name: 'signing',
    to: 'signed',
    actor: 'institution',
    press: (browser, made, { id }) =>
      browser.post(`/applications/${id}/signing`, {
        signedOn: made.clock.today(),
        contractNumber: 'HT-2026-1',
        register: 'none',
      }),
  },
  {
    name: 'acceptance',
    to: 'agreed',
    actor: 'applicant',
    binds: true,
    onOffer: true,
    press: async (browser, made, { id }) => {
      const offer = await offerOf(made, id)
      const sheet = await markFor(made, offer as Id<'offer'>)
      return browser.post(`/offers/${offer}/acceptance`, { sheet, agreed: 'yes' })
    },
  },
  {
    name: 'withdrawal',
    to: 'withdrawn',
    actor: 'applicant',
    binds: true,
    press: (browser, _, { id }) => browser.post(`/applications/${id}/withdrawal`),
  },
]

const typedOffer = ({ clock }: Running) => ({
  amountFen: '100 万',
  months: '12',
  ratePpm: '4.35',
  method: 'equal-instalment',
  guaranteeMode: 'mortgage',
  upfrontFeesFen: '10,000',
  yearlyFeesFen: '',
  validUntil: plusDays(clock.today(), 10),
  words: '',
  confirmed: 'yes',
})

const offerOf = async ({ store }: Running, id: Id<'application'>): Promise<string> =>
  (await offersOf(store.read, id))[0]?.id ?? ''

/** A case of Lin's firm with bank A in each state, come there by the moves that lead to it. */
async function caseIn(
  made: Running,
  productId: Id<'product'>,
  state: ApplicationState,
): Promise<Application> {
  const { cast, parts, store, by } = made
  const need = await inHall(made)
  const one = await applied(made, { needId: need.id, productId })
  if (state === 'submitted') return one
  if (state === 'withdrawn') return given(await withdraw(store, by(cast.lin), one.id)).application
  if (state === 'declined')
    return given(
      await decline(store, by(cast.zhou), one, {
        ...{ reason: 'credit-record', words: '', facts: ['credit-record'] },
      }),
    ).application
  if (state === 'not-chosen') {
    const other = await onShelf(made, 'bankB')
    const rival = await taken(made, { needId: need.id, productId: other }, cast.wu)
    await agreed(made, await offered(made, rival, cast.wu))
    return present(await applicationById(store.read, one.id), 'the case that was not chosen')
  }
  const up = await takenUp(made, one, cast.zhou)
  if (state === 'taken') return up
  const offer = await offered(made, up, cast.zhou)
  if (state === 'expired') await expireOffers(store, later(made, 11))
  if (state === 'agreed' || state === 'signed') await agreed(made, offer)
  if (state === 'signed')
    given(
      await sign(parts, by(cast.zhou), one.id, {
        signedOn: made.clock.today(),
        contractNumber: 'HT-1',
        register: 'none' as const,
      }),
    )
  return present(await applicationById(store.read, one.id), 'the case just played')
}

/** The platform acting so many days from now. */
const later = ({ clock }: Running, days: number) =>
  byPlatform(instantOf(millisecondsOf(clock.now()) + days * 86_400_000), plusDays(clock.today(), days))

describe('every move of a case, by every actor', () => {
  for (const state of applicationStates) {
    test(`from ${state}`, async () => {
      const made = await runningTown()
      const { cast, store } = made
      const productId = await onShelf(made)
      const actors: readonly { person: Person; side: ApplicationActor | 'stranger'; owner?: true }[] = [
        { person: cast.fang, side: 'stranger' },
        { person: cast.wu, side: 'stranger' },
        { person: cast.xu, side: 'applicant' },
        { person: cast.lin, side: 'applicant', owner: true },
        { person: cast.qian, side: 'institution' },
      ]
      const browsers = new Map<Person, Browser>()
      for (const { person } of actors) browsers.set(person, await made.browserOf(person))
      for (const button of buttons) {
        const one = await caseIn(made, productId, state)
        assert.equal(one.state, state)
        const leads = applicationMoves[state][button.to]?.includes(button.actor) ?? false
        const may = leads && (button.from === undefined || button.from === state)
        const rank = ({ side, owner }: (typeof actors)[number]) =>
          side === button.actor ? (owner || !button.binds ? 2 : 1) : 0
        const hasOffer = (await offersOf(store.read, one.id)).length > 0
        // The one who may comes last, so that the others find the case as it was.
        for (const { person, side, owner } of actors.toSorted((a, b) => rank(a) - rank(b))) {
          const browser = present(browsers.get(person), 'a browser')
          const { statusCode } = await button.press(browser, made, one)
          const after = present(await applicationById(store.read, one.id), 'the case')
          const told = `${button.name} by ${person.name}: ${statusCode}`
          if (side === 'stranger') assert.ok([403, 404].includes(statusCode), told)
          else if (button.onOffer && !hasOffer) assert.ok([403, 404].includes(statusCode), told)
          else if (side !== button.actor || (button.binds && !owner)) assert.equal(statusCode, 403, told)
          else if (may) assert.equal(statusCode, 303, told)
          else assert.ok([409, 422].includes(statusCode), told)
          const moved = statusCode === 303
          assert.equal(after.state, moved ? button.to : state, told)
          assert.equal(after.version, moved ? one.version + 1 : one.version, told)
          if (moved) {
            const [newest] = await trailOf(store.read, 'application', one.id)
            assert.equal(newest?.personId, person.id, told)
            assert.equal(newest?.fromState, state, told)
            assert.equal(newest?.toState, button.to, told)
          }
        }
      }
    })
  }
})
