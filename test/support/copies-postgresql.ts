import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { Client, Pool } from 'pg'
import { databaseUrl, openStore, type Store } from '../../db/index.ts'

/*
 * Copies of a database on PostgreSQL. To make and to drop one has the server write down all that it holds, and every
 * connection learns the tables anew: so a town leaves its database, open as it is, to the next one, which sweeps it.
 */

/** One connection makes the databases of a process, another drops them while the next test is under way. */
const one = () => new Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true })
const maker = one()
const dropper = one()

/** Made by `migrate-template.ts`, before the first test. */
const emptyTemplate = 'rongqiao_template'

async function copyOf(template: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  // Half the time of PostgreSQL's own choice, which writes every page to its log as well.
  await maker.query(`create database ${name} template ${template} strategy file_copy`)
  return name
}

const drop = (name: string): void => void dropper.query(`drop database ${name} with (force)`)

const urlOf = (name: string): string =>
  Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).toString()

/** A database that is only copied from then on, with its rows kept aside. */
export async function templateBy(fill: (store: Store) => Promise<unknown>): Promise<string> {
  const name = await copyOf(emptyTemplate)
  const store = await openStore(urlOf(name))
  await fill(store)
  await store.close()
  const client = new Client({ connectionString: urlOf(name) })
  await client.connect()
  await client.query(keeping)
  await client.end()
  return name
}

/**
 * Keeps the rows of a database, and a function that brings them back: what was written since goes, with triggers and foreign
 * keys asleep. A table that is as it was kept is left alone; that is told by its rows' number and by who wrote the last.
 */
const keeping = `
  create schema kept;
  create table kept.marks (name text primary key, mark text not null);
  create view kept.written as select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0;

  create function kept.mark(name text) returns text language plpgsql as $$
    declare mark text;
    begin
      execute format('select concat(count(*), '' '', max(xmin::text::bigint)) from public.%I', name) into mark;
      return mark;
    end $$;

  create function kept.sweep() returns void language plpgsql set session_replication_role = replica as $$
    declare at record;
    begin
      for at in select name, mark from kept.written left join kept.marks using (name) loop
        if at.mark is null then
          execute format('delete from public.%I', at.name);
        elsif at.mark <> kept.mark(at.name) then
          execute format('delete from public.%I', at.name);
          execute format('insert into public.%1$I select * from kept.%1$I', at.name);
          update kept.marks set mark = kept.mark(at.name) where name = at.name;
        end if;
      end loop;
    end $$;

  do $$ declare at record; begin
    for at in select name from kept.written loop
      execute format('create table kept.%1$I as table public.%1$I', at.name);
      insert into kept.marks values (at.name, kept.mark(at.name));
    end loop;
  end $$;`

type House = { readonly name: string; readonly store: Store; towns: number; isSpoilt: boolean }

const left: House[] = []
const houses = new WeakMap<Store, House>()

/** What is deleted leaves its room behind, so a database is made anew now and then. */
const mostTowns = 25

/** A store like a template; closed, it is the next town's. */
export async function storeLike(template: string): Promise<Store> {
  const house = left.pop() ?? (await newHouse(template))
  if (house.towns > 0) await swept(house.store)
  house.towns += 1
  return lent(house)
}

async function newHouse(template: string): Promise<House> {
  const name = await copyOf(template)
  return { name, store: await openStore(urlOf(name)), towns: 0, isSpoilt: false }
}

const swept = (store: Store) =>
  store.transact((tx) => tx.select({ done: sql`kept.sweep()` }).from(sql`(select 1) as one`))

function lent(house: House): Store {
  const { store } = house
  let isClosed = false
  const close = async () => {
    if (isClosed) return
    isClosed = true
    if (house.isSpoilt || house.towns === mostTowns) await pulledDown(house)
    else left.push(house)
  }
  const transact: Store['transact'] = (work) =>
    isClosed ? Promise.reject(new Error('this town has left its database')) : store.transact(work)
  // A reader of its own, since what the house remembers of a database it remembers by reader or by store.
  const read: Store['read'] = Object.create(store.read)
  const made = { ...store, read, transact, close }
  houses.set(made, house)
  return made
}

async function pulledDown({ name, store }: House): Promise<void> {
  await store.close()
  drop(name)
}

/** Says that somebody gets round the store, so that no other town may have its database. */
export function spoil(store: Store): void {
  const house = houses.get(store)
  if (house) house.isSpoilt = true
}

/** An empty database of its own. */
export async function emptyStore(): Promise<Store> {
  const house = await newHouse(emptyTemplate)
  house.isSpoilt = true
  return lent(house)
}

/** The last databases of a process go with the server. */
process.once('disconnect', async () => {
  for (const { store } of left.splice(0)) await store.close()
})
