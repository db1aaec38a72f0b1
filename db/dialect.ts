/** Which database this process talks to; decided once, before any table is defined. */
export type Dialect = 'sqlite' | 'postgresql'

export const databaseUrl: string = process.env.DATABASE_URL || 'file:data/rongqiao.db'

export const dialect: Dialect = /^postgres(ql)?:/.test(databaseUrl) ? 'postgresql' : 'sqlite'
