import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { describe, test } from 'node:test'
import { sources } from '../support/sources.ts'

/** Who stands left of whom: a room imports from its own left, so no cycle is possible. */
const order = [
  ['money'],
  ['platform'],
  ['accounts', 'audit'],
  ['inbox', 'exports'],
  ['policies', 'clocks'],
  ['api-keys'],
  ['ledger'],
  ['arrangements', 'tax-credit', 'bridge-pool'],
  ['institutions', 'enterprises'],
  ['tax-facts'],
  ['consents'],
  ['products'],
  ['needs'],
  ['matching'],
  ['tax-checks'],
  ['contacts'],
  ['documents', 'messages', 'ratings', 'complaints'],
  ['applications'],
  ['second-looks', 'objections'],
  // Who reached a stop line files nothing new: guarantees ask.
  ['stop-lines'],
  // Whatever covers a loan says here what it stands for.
  ['exposures'],
  // What a bank reports of a loan moves its guarantee, so loans know guarantees.
  ['guarantees'],
  ['dispatches', 'loans', 'handovers', 'promises'],
  ['bridges', 'covers', 'batches'],
  ['claims'],
  // Asks the bank about a sum that looks wrong as claims do.
  ['compensation'],
  ['recoveries'],
  ['indicators'],
  ['supervision', 'queue', 'case-files'],
  ['warnings'],
  ['dashboards', 'tax-figures', 'stress'],
  ['cockpit'],
  ['scoreboard'],
  ['calculators'],
  ['home', 'api'],
]
/** The frame that holds the rooms: everything may be known here, and the types of the door to everyone. */
const frame = [
  'app',
  'start',
  'pipeline',
  'answering',
  'programs',
  'navigation',
  'parts',
  'web',
  'config',
  'timetable',
  'verify-ledger',
  'verify-figures',
]
const openToAll = ['parts', 'web', 'config']

const rank = (room: string) => order.findIndex((rooms) => rooms.includes(room))
/** The five role files and what they serve; every other file of a room is a noun: pure and synchronous. */
const roles = /^(index|routes|forms|actions|rows|pages|parts)(-[a-z-]+)?\.ts$/

type Import = { from: string; to: string; typeOnly: boolean; library: boolean }

const files = sources('.ts', 'server')
const imports: Import[] = files.flatMap(({ path, text }) =>
  [...text.matchAll(/^(import|export) (type )?(?:[^'"]*? from )?'([^']+)'/gm)].map(
    ([, , type, target = '']) => ({
      from: path,
      to: target.startsWith('.') ? posix.join(posix.dirname(path), target) : target,
      typeOnly: Boolean(type),
      library: !target.startsWith('.'),
    }),
  ),
)
const roomOf = (path: string) => /^server\/([a-z-]+)\//.exec(path)?.[1] ?? null
const fileOf = (path: string) => path.split('/').at(-1) ?? ''
const isNoun = (path: string) =>
  roomOf(path) !== null && roomOf(path) !== 'platform' && !roles.test(fileOf(path))

describe('imports', () => {
  test('every room has its place in the order', () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)).filter((room) => room !== null))
    assert.deepEqual(
      [...rooms].filter((room) => rank(room) === -1),
      [],
    )
    const loose = files
      .map(({ path }) => path)
      .filter((path) => roomOf(path) === null)
      .map((path) => fileOf(path).replace('.ts', ''))
    assert.deepEqual(
      loose.filter((name) => !frame.includes(name)),
      [],
    )
  })

  test('rooms import to their left only; nouns, which are pure, may be read by anyone', () => {
    const wrong = imports.filter(({ from, to, library }) => {
      const own = roomOf(from)
      const other = roomOf(to)
      if (library || own === null || other === null || own === other || isNoun(to)) return false
      return rank(other) > rank(own)
    })
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  test('other rooms are entered by their index', () => {
    const wrong = imports.filter(({ from, to, library }) => {
      const other = roomOf(to)
      if (library || other === null || roomOf(from) === other || other === 'money' || other === 'platform')
        return false
      return fileOf(to) !== 'index.ts' && !isNoun(to)
    })
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  test('rooms know the frame only by its types and verbs', () => {
    const wrong = imports.filter(({ from, to, library }) => {
      const name = fileOf(to).replace('.ts', '')
      return (
        !library &&
        roomOf(from) !== null &&
        to.startsWith('server/') &&
        roomOf(to) === null &&
        !openToAll.includes(name)
      )
    })
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  test('money imports nothing but itself and assert', () => {
    const wrong = imports.filter(
      ({ from, to }) => roomOf(from) === 'money' && roomOf(to) !== 'money' && to !== 'node:assert/strict',
    )
    assert.deepEqual(wrong, [])
  })

  test('nothing imports routes but the index of its room', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        /\/routes[a-z-]*\.ts$/.test(to) && roomOf(to) !== 'platform' && !/\/(index|routes)\.ts$/.test(from),
    )
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  test('drivers are known to db only', () => {
    const wrong = imports.filter(({ to }) => ['better-sqlite3', 'pg'].includes(to))
    assert.deepEqual(wrong, [])
  })

  test('only rows and the trail speak to tables', () => {
    const wrong = imports.filter(
      ({ from, to }) => to.includes('db/tables/') && !/\/rows[a-z-]*\.ts$/.test(from),
    )
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    )
  })

  test('nouns hold nothing that waits', () => {
    // Keys and codes are derived by slow functions on purpose; those two files are the exception.
    const slow = [
      'server/accounts/password.ts',
      'server/accounts/visitor.ts',
      'server/audit/act.ts',
      'server/audit/trail.ts',
    ]
    const wrong = files.filter(
      ({ path, text }) => isNoun(path) && !slow.includes(path) && /\basync\b|\bawait\b/.test(text),
    )
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    )
  })
})
