import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BadSetting, readConfig } from '../../server/config.ts'
import { wordsOf } from '../../server/platform/web/words.ts'
import { table } from '../support/table.ts'

const strong = {
  NODE_ENV: 'production',
  SECRET: 'zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA0',
  LEDGER_KEY: 'hT7wE2uK9pR4xV6nB1mC8zL3qJ5sD0fG',
  ORIGIN: 'https://rongqiao.example.gov.cn',
  DATABASE_URL: 'file:/var/lib/rongqiao/rongqiao.db',
  FILES_FOLDER: '/var/lib/rongqiao/files',
}

const faultsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    assert(error instanceof BadSetting)
    return error.faults
  }
}

describe('production', () => {
  test('starts with strong settings: no demo, second factor on, cookies bound to https', () => {
    const { demo, secondFactor, secureCookies, secret } = readConfig(strong)
    assert.deepEqual([demo, secondFactor, secureCookies, secret], [false, true, true, strong.SECRET])
  })

  for (const row of table(`
    setting       | value                                   | fault
    SECRET        |                                         | SECRET-missing
    SECRET        | zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA         | SECRET-weak
    SECRET        | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | SECRET-weak
    SECRET        | abcdefghijkabcdefghijkabcdefghijk       | SECRET-weak
    SECRET        | abcdefghijklabcdefghijklabcdefghijkl    | -
    LEDGER_KEY    |                                         | LEDGER_KEY-missing
    LEDGER_KEY    | hT7wE2uK9pR4xV6nB1mC8zL3qJ5sD0f         | LEDGER_KEY-weak
    LEDGER_KEY    | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | LEDGER_KEY-weak
    LEDGER_KEY    | zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA0        | LEDGER_KEY-weak
    LEDGER_KEY    | abcdefghijklabcdefghijklabcdefghijkl    | -
    ORIGIN        |                                         | ORIGIN-missing
    ORIGIN        | http://rongqiao.example.gov.cn          | ORIGIN-weak
    ORIGIN        | https://rongqiao.example.gov.cn/        | ORIGIN-weak
    ORIGIN        | https://                                | ORIGIN-weak
    ORIGIN        | https://rongqiao.example.gov.cn:8443    | -
    SMTP_URL      | mail.example.gov.cn                     | SMTP_URL-unusable
    SMTP_URL      | https://mail.example.gov.cn             | SMTP_URL-unusable
    SMTP_URL      | smtps://u:p@mail.example.gov.cn:465     | MAIL_FROM-missing
    SMTP_URL      | smtp://u:p@mail.example.gov.cn:587      | MAIL_FROM-missing SMTP_URL-weak
    SMTP_URL      | smtp://u:p@mail.example.gov.cn?requireTLS=true | MAIL_FROM-missing
    SMTP_URL      | smtp://127.0.0.1                        | MAIL_FROM-missing
    MAIL_FROM     | Rongqiao                                | MAIL_FROM-unusable
    MAIL_FROM     | rongqiao@example.gov.cn                 | -
    SECOND_FACTOR | off                                     | SECOND_FACTOR-weak
    PASSWORD_COST | 14                                      | PASSWORD_COST-weak
    SECOND_FACTOR | on                                      | -
    SECOND_FACTOR | maybe                                   | SECOND_FACTOR-unusable
    DATABASE_URL  |                                         | DATABASE_URL-missing
    DATABASE_URL  | postgresql://u:p@db.example/rongqiao    | DATABASE_URL-weak
    DATABASE_URL  | postgres://db.example/rongqiao          | DATABASE_URL-weak
    DATABASE_URL  | postgresql://u:p@db.example/r?sslmode=disable | DATABASE_URL-weak
    DATABASE_URL  | postgresql://u:p@db.example/r?sslmode=prefer  | DATABASE_URL-weak
    DATABASE_URL  | postgresql://localhost:p@db.example/r         | DATABASE_URL-weak
    DATABASE_URL  | postgresql://u:p@localhost.example/r          | DATABASE_URL-weak
    DATABASE_URL  | postgresql://u:p@db.example/r?sslmode=require | -
    DATABASE_URL  | postgresql://u:p@db.example/r?a=b&sslmode=verify-full | -
    DATABASE_URL  | postgresql://u:p@localhost/rongqiao           | -
    DATABASE_URL  | postgresql://u:p@127.0.0.1:5432/rongqiao      | -
    DATABASE_URL  | postgresql://u:p@[::1]:5432/rongqiao          | -
    FILES_FOLDER  |                                         | FILES_FOLDER-missing
    FILES_FOLDER  | data/files                              | FILES_FOLDER-weak
    FILES_FOLDER  | /srv/rongqiao/files                     | -
    PORT          | 65536                                   | PORT-unusable
    PORT          | http                                    | PORT-unusable
    PASSWORD_POLICY | weak                                  | PASSWORD_POLICY-unusable
    LOG_LEVEL     | loud                                    | LOG_LEVEL-unusable
    REQUESTS_PER_MINUTE | 0                                 | REQUESTS_PER_MINUTE-unusable
    ALARM_URL     | robot                                   | ALARM_URL-unusable
    ALARM_URL     | file:///etc/passwd                      | ALARM_URL-unusable
    ALARM_URL     | https://robot.example/send?key=1        | -
    FIRST_ADMINISTRATOR | Ad Min                            | FIRST_ADMINISTRATOR-unusable
    FIRST_ADMINISTRATOR | guan                              | -
  `)) {
    test(`with ${row.setting} '${row.value}': ${row.fault === '-' ? 'starts' : row.fault}`, () => {
      const found = faultsOf({ ...strong, [row.setting]: row.value === '' ? undefined : row.value })
      assert.deepEqual(found, row.fault === '-' ? [] : row.fault?.split(' '))
    })
  }

  test('names all that is missing at once, and never says what was set', () => {
    assert.deepEqual(faultsOf({ NODE_ENV: 'production', SECRET: 'tell-nobody' }), [
      'SECRET-weak',
      'LEDGER_KEY-missing',
      'ORIGIN-missing',
      'FILES_FOLDER-missing',
      'DATABASE_URL-missing',
    ])
    assert.throws(
      () => readConfig({ NODE_ENV: 'production', SECRET: 'tell-nobody' }),
      ({ message }: Error) => /SECRET/.test(message) && !message.includes('tell-nobody'),
    )
  })

  test('every fault has its words in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const words = wordsOf(language)
      for (const fault of [
        'SECRET-missing',
        'FILES_FOLDER-missing',
        'FILES_FOLDER-weak',
        'LEDGER_KEY-weak',
        'LEDGER_KEY-other',
        'ALARM_URL-unusable',
        'FIRST_ADMINISTRATOR-unusable',
      ])
        assert.ok(words.has(`start.fault.${fault}`), `${language} ${fault}`)
    }
  })

  test('a refused start ends with the names of the settings and without a stack', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'server/start.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.equal(stdout, '')
    for (const name of ['SECRET', 'LEDGER_KEY', 'ORIGIN', 'DATABASE_URL', 'FILES_FOLDER'])
      assert.ok(stderr.includes(name), name)
    assert.ok(!stderr.includes('    at '), stderr)
  })
})

describe('anywhere else', () => {
  test('nothing needs to be set, and the demo is on', () => {
    const { demo, production, origin, secondFactor, passwordPolicy } = readConfig({})
    assert.deepEqual(
      [demo, production, origin, secondFactor, passwordPolicy],
      [true, false, 'http://localhost:3000', false, 'djbh3'],
    )
  })

  test('a setting that cannot be used is refused all the same', () => {
    assert.deepEqual(faultsOf({ PORT: '-1' }), ['PORT-unusable'])
  })
})
