import { z } from 'zod'
import { databaseUrl, dialect } from '../db/dialect.ts'

/** What the environment decides, read once. Every setting is described in `.env.example`. */
export type Config = {
  readonly production: boolean
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Where people reach the site; its scheme decides about secure cookies. */
  readonly origin: string
  readonly secureCookies: boolean
  readonly secret: string
  readonly demo: boolean
  readonly secondFactor: boolean
  readonly passwordPolicy: 'djbh3' | 'nist'
  readonly trustProxy: readonly string[]
  readonly logLevel: string
  /** Requests a minute from one address over everything; the benchmark lifts it. */
  readonly perMinute: number
}

export class BadSetting extends Error {
  override readonly name = 'BadSetting'
}

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ORIGIN: z.string().optional(),
  SECRET: z.string().optional(),
  SECOND_FACTOR: z.enum(['on', 'off']).optional(),
  PASSWORD_POLICY: z.enum(['djbh3', 'nist']).default('djbh3'),
  TRUST_PROXY: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
})

/**
 * Reads the settings; outside production each has a default, in production the weak ones are refused by name.
 * @throws BadSetting naming every setting that is missing or weak
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const read = settings.safeParse(environment)
  if (!read.success) {
    const names = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new BadSetting(`These settings are not usable / 以下设置有误:\n  ${names.join('\n  ')}`)
  }
  const set = read.data
  const production = set.NODE_ENV === 'production'
  const faults = production ? weakSettings(set, environment.DATABASE_URL) : []
  if (faults.length) {
    throw new BadSetting(
      `Refusing to start in production / 生产环境拒绝启动:\n  ${faults.join('\n  ')}\nSee .env.example / 参见 .env.example`,
    )
  }
  const origin = set.ORIGIN ?? `http://localhost:${set.PORT}`
  return {
    production,
    host: set.HOST,
    port: set.PORT,
    databaseUrl,
    origin,
    secureCookies: origin.startsWith('https:'),
    secret: set.SECRET ?? 'a secret for development only, never used in production',
    demo: !production,
    secondFactor: set.SECOND_FACTOR ? set.SECOND_FACTOR === 'on' : production,
    passwordPolicy: set.PASSWORD_POLICY,
    trustProxy: set.TRUST_PROXY.split(',').filter(Boolean),
    logLevel: set.LOG_LEVEL,
    perMinute: set.REQUESTS_PER_MINUTE,
  }
}

function weakSettings(set: z.infer<typeof settings>, database: string | undefined): string[] {
  const faults: string[] = []
  if (!set.SECRET) faults.push('SECRET is missing / 缺少 SECRET: at least 32 random characters')
  else if (set.SECRET.length < 32 || new Set(set.SECRET).size < 12) {
    faults.push('SECRET is weak / SECRET 强度不足: at least 32 random characters')
  }
  if (!set.ORIGIN) faults.push('ORIGIN is missing / 缺少 ORIGIN: the https address of the site')
  else if (!/^https:\/\/[^/]+$/.test(set.ORIGIN))
    faults.push('ORIGIN is weak / ORIGIN 必须为 https 地址，且不带路径')
  if (set.SECOND_FACTOR === 'off') faults.push('SECOND_FACTOR is weak / 生产环境不能关闭 SECOND_FACTOR')
  if (!database) faults.push('DATABASE_URL is missing / 缺少 DATABASE_URL')
  if (
    dialect === 'postgresql' &&
    database &&
    !/[?&]sslmode=/.test(database) &&
    !/@(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(database)
  ) {
    faults.push('DATABASE_URL is weak / 远程 PostgreSQL 须注明 sslmode')
  }
  return faults
}
