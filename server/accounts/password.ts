import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { dictionary } from '@zxcvbn-ts/language-common'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** The power of two that scrypt works with; 15, three times over, costs a quarter of a second and 32 MB (OWASP's advice). */
export type PasswordCost = { readonly passwordCost: number }

type Cost = { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number }
const derive = promisify<string, Buffer, number, Cost, Buffer>(scrypt)
const costOf = (N: number, r = 8, p = 3): Cost => ({ N, r, p, maxmem: 256 * N * r })

/** Two at a time: more would starve the thread pool that everything else waits for. */
let running = 0
const waiting: (() => void)[] = []
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((go) => waiting.push(go))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

/** The stored form: scheme, cost, salt and key, so that the cost can be raised later. */
export const hashPassword = (password: string, { passwordCost }: PasswordCost): Promise<string> =>
  inTurn(async () => {
    const cost = costOf(2 ** passwordCost)
    const salt = randomBytes(16)
    const key = await derive(password.normalize('NFKC'), salt, 32, cost)
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
  })

/** Compares without telling by its time how far it got. A person without a password costs the same. */
export const samePassword = (
  password: string,
  stored: string | null,
  { passwordCost }: PasswordCost,
): Promise<boolean> =>
  inTurn(async () => {
    const [scheme, N, r, p, salt, key] = (stored ?? nobody(passwordCost)).split('$')
    if (scheme !== 'scrypt' || !salt || !key) return false
    const known = Buffer.from(key, 'base64url')
    const cost = costOf(Number(N), Number(r), Number(p))
    const found = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), known.length, cost)
    return timingSafeEqual(found, known) && stored !== null
  })

const nobody = (passwordCost: number) => `scrypt$${2 ** passwordCost}$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`

export const passwordPolicies = ['djbh3', 'nist'] as const
export type PasswordPolicy = (typeof passwordPolicies)[number]

/** How long a password lives and how many old ones may not come back (GB/T 22239-2019, 8.1.4.1.a). */
export const passwordLife: Record<
  PasswordPolicy,
  { readonly days: number | null; readonly remembered: number }
> = {
  djbh3: { days: 90, remembered: 5 },
  nist: { days: null, remembered: 0 },
}

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/]

/** What a stranger would try here first, beside the tens of thousands of the leaked lists. */
const triedHere = [
  'p@ssw0rd',
  'p@ssword1',
  'woaini1314',
  'a1234567',
  'aa123456',
  'huaibei123',
  'rongqiao',
  'rongqiao123',
  'rongqiao2026',
]

const common = new Set([
  ...dictionary['passwords-common'].filter((one) => one.length >= 8).map((one) => one.toLowerCase()),
  ...triedHere,
])

/**
 * Whether a password may be set. `djbh3`: at least 8 characters of 3 of the 4 classes (等保三级). `nist`: at least
 * 15 characters, or 8 with a second factor, and no rules of composition (SP 800-63B).
 * Refuses: `password-short`, `password-simple`, `password-common`, `password-contains-name`.
 */
export function checkPassword(
  policy: PasswordPolicy,
  password: string,
  person: { signInName: string; secondFactor: boolean },
): Outcome<object> {
  const field = 'password'
  const least = policy === 'djbh3' || person.secondFactor ? 8 : 15
  const plain = password.normalize('NFKC')
  if ([...plain].length < least) return refuse('password-short', { field, values: { min: least } })
  if (policy === 'djbh3' && classes.filter((one) => one.test(plain)).length < 3)
    return refuse('password-simple', { field })
  if (common.has(plain.toLowerCase()) || new Set(plain).size < 4) return refuse('password-common', { field })
  if (person.signInName.length >= 4 && plain.toLowerCase().includes(person.signInName.toLowerCase())) {
    return refuse('password-contains-name', { field })
  }
  return done()
}
