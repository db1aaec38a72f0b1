import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { databaseUrl } from '../db/dialect.ts'
import { filesFolderOf } from '../db/files-folder.ts'
import { isMailAddress } from './platform/web/fields.ts'
import { languages, speak } from './platform/web/words.ts'

/** What the environment decides, read once. Every setting is described in `.env.example`. */
export type Config = {
  readonly production: boolean
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Where uploaded files lie, outside of everything that is served. */
  readonly filesFolder: string
  /** Where people reach the site; its scheme decides about secure cookies. */
  readonly origin: string
  readonly secureCookies: boolean
  readonly secret: string
  /** Binds the entries of the ledger to each other; whoever has it besides the database can forge them. */
  readonly ledgerKey: string
  readonly demo: boolean
  readonly secondFactor: boolean
  readonly passwordPolicy: 'djbh3' | 'nist'
  /** The power of two of scrypt, with which passwords are kept; a stored one says its own. */
  readonly passwordCost: number
  readonly trustProxy: readonly string[]
  readonly logLevel: string
  /** Requests a minute from one address over everything; the benchmark lifts it. */
  readonly perMinute: number
  /** Milliseconds that the loop may be late before visitors are asked to come back; 0 for never. */
  readonly overloadMs: number
  /** Where alarms go besides the trail: the address of a group's robot; null for nowhere. */
  readonly alarmUrl: string | null
  /** The server that takes our letters, and the address that they come from; null for no mail. */
  readonly mail: { readonly url: string; readonly from: string } | null
  /** Sign-in name of the person who opens a new installation. */
  readonly firstAdministrator: string | null
}

/** `smtp://` or `smtps://` with a host. */
function isMailServer(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return ['smtp:', 'smtps:'].includes(protocol) && hostname !== ''
}

/** A setting that is missing or weak. It is told in both languages: nobody chose one yet. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    const told = languages.map((language) => {
      const w = speak(language)
      return [w('start.refused'), ...faults.map((fault) => `  ${w(`start.fault.${fault}`)}`)].join('\n')
    })
    super([...told, '.env.example'].join('\n\n'))
    this.faults = faults
  }
}

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ORIGIN: z.string().optional(),
  FILES_FOLDER: z.string().optional(),
  SECRET: z.string().optional(),
  LEDGER_KEY: z.string().optional(),
  SECOND_FACTOR: z.enum(['on', 'off']).optional(),
  PASSWORD_POLICY: z.enum(['djbh3', 'nist']).default('djbh3'),
  PASSWORD_COST: z.coerce.number().int().min(10).max(20).default(15),
  TRUST_PROXY: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  ALARM_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMTP_URL: z.string().refine(isMailServer).optional(),
  MAIL_FROM: z.string().refine(isMailAddress).optional(),
  FIRST_ADMINISTRATOR: z
    .string()
    .regex(/^[a-z][a-z0-9._-]{2,39}$/)
    .optional(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  OVERLOAD_MS: z.coerce.number().int().min(0).default(1000),
})

/**
 * Reads the settings; outside production each has a default, in production the weak ones are refused by name.
 * @throws BadSetting naming every setting that is missing or weak
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const read = settings.safeParse(environment)
  if (!read.success) throw new BadSetting(read.error.issues.map(({ path }) => `${path.join('.')}-unusable`))
  const set = read.data
  const production = set.NODE_ENV === 'production'
  const faults = [
    ...(set.SMTP_URL && !set.MAIL_FROM ? ['MAIL_FROM-missing'] : []),
    ...(production ? weakSettings(set, environment.DATABASE_URL) : []),
  ]
  if (faults.length) throw new BadSetting(faults)
  const origin = set.ORIGIN ?? `http://localhost:${set.PORT}`
  return {
    production,
    host: set.HOST,
    port: set.PORT,
    databaseUrl,
    filesFolder: filesFolderOf(set.FILES_FOLDER),
    origin,
    secureCookies: origin.startsWith('https:'),
    secret: set.SECRET ?? 'a secret for development only, never used in production',
    ledgerKey: set.LEDGER_KEY ?? 'a ledger key for development only, never used in production',
    demo: !production,
    secondFactor: set.SECOND_FACTOR ? set.SECOND_FACTOR === 'on' : production,
    passwordPolicy: set.PASSWORD_POLICY,
    passwordCost: set.PASSWORD_COST,
    trustProxy: set.TRUST_PROXY.split(',').filter(Boolean),
    // While developing, the log must not bury the address and the people.
    logLevel: set.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    perMinute: set.REQUESTS_PER_MINUTE,
    overloadMs: set.OVERLOAD_MS,
    alarmUrl: set.ALARM_URL ?? null,
    mail: set.SMTP_URL && set.MAIL_FROM ? { url: set.SMTP_URL, from: set.MAIL_FROM } : null,
    firstAdministrator: set.FIRST_ADMINISTRATOR ?? null,
  }
}

/** The settings that production cannot do with as they are, by name and what is wrong with each. */
function weakSettings(set: z.infer<typeof settings>, database: string | undefined): string[] {
  const { SECRET: secret, ORIGIN: origin, LEDGER_KEY: ledgerKey, FILES_FOLDER: files } = set
  const isRemote = isElsewhere(database ?? '')
  const faults = {
    'SECRET-missing': !secret,
    'SECRET-weak': isWeak(secret),
    'LEDGER_KEY-missing': !ledgerKey,
    // One that leaks must not open the other.
    'LEDGER_KEY-weak': isWeak(ledgerKey) || (ledgerKey !== undefined && ledgerKey === secret),
    'ORIGIN-missing': !origin,
    'ORIGIN-weak': origin !== undefined && !/^https:\/\/[^/]+$/.test(origin),
    'SECOND_FACTOR-weak': set.SECOND_FACTOR === 'off',
    'PASSWORD_COST-weak': set.PASSWORD_COST < 15,
    'FILES_FOLDER-missing': !files,
    'FILES_FOLDER-weak': files !== undefined && files !== '' && !isAbsolute(files),
    'SMTP_URL-weak': set.SMTP_URL !== undefined && isReadOnTheWay(set.SMTP_URL),
    'DATABASE_URL-missing': !database,
    'DATABASE_URL-weak': isRemote && !/[?&]sslmode=(require|verify-ca|verify-full)/.test(database ?? ''),
  }
  return Object.entries(faults).flatMap(([name, found]) => (found ? [name] : []))
}

/** Less than what `openssl rand -base64 36` gives. */
const isWeak = (secret: string | undefined): boolean =>
  secret !== undefined && (secret.length < 32 || new Set(secret).size < 12)

/** Letters, and the password of the server, must not travel in the clear. */
function isReadOnTheWay(mailServer: string): boolean {
  const { protocol, hostname, searchParams } = new URL(mailServer)
  return protocol === 'smtp:' && !isOwnMachine(hostname) && searchParams.get('requireTLS') !== 'true'
}

const isOwnMachine = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)

/** A PostgreSQL on another machine: its address must ask for encryption. */
function isElsewhere(database: string): boolean {
  if (!/^postgres(ql)?:/.test(database)) return false
  const host = URL.canParse(database) ? new URL(database).hostname : ''
  return !isOwnMachine(host)
}
