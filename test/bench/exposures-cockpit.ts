import { setTimeout as pause } from 'node:timers/promises'
import { at, figure, say } from './measuring.ts'
import { atRest, processorOf, program, started, stopped } from './processes.ts'
import { signIn } from './sign-in.ts'

type Environment = Readonly<Record<string, string>>

/**
 * The cockpit as the bureau's head opens it, of two cities by turns, one request after the other; how long its figures took to
 * gather behind the first page, and how long another page waited meanwhile.
 */
export async function cockpitOf(environments: readonly Environment[], calls: number): Promise<void> {
  const servers = []
  for (const environment of environments) {
    const child = await started(program, [], environment, /shi\s/)
    const origin = `http://127.0.0.1:${environment.PORT}`
    await atRest(child)
    const { cookie } = await signIn(origin, 'lu')
    const ask = async (path: string) => (await fetch(origin + path, { headers: { cookie } })).text()
    servers.push({ child, processor: 0, ask: () => ask('/cockpit'), other: () => ask('/account') })
  }
  const firsts: string[] = []
  for (const { child, ask, other } of servers) {
    const [began, processor] = [performance.now(), processorOf(child)]
    let longest = 0
    for (let body = await ask(); body.includes('id="counting"'); body = await ask()) {
      const asked = performance.now()
      await other()
      longest = Math.max(longest, performance.now() - asked)
      await pause(100)
    }
    const [took, used] = [performance.now() - began, processorOf(child) - processor]
    firsts.push(
      `${figure(took / 1000, 1)} s (${figure(used, 1)} of a processor, another page waited at most ${figure(longest)} ms)`,
    )
  }
  const waits = servers.map(() => [] as number[])
  for (let call = -20; call < calls; call += 1)
    for (const [which, server] of servers.entries()) {
      if (call === 0) server.processor = processorOf(server.child)
      const asked = performance.now()
      await server.ask()
      if (call >= 0) waits[which]?.push(performance.now() - asked)
    }
  const [few = [], many = []] = waits
  say(
    `| cockpit page over the wire | ${figure(at(few, 0.5), 2)} | ${figure(at(few, 0.99), 2)} | ${figure(at(many, 0.5), 2)} | **${figure(at(many, 0.99), 2)}** | **${figure(at(many, 0.5) / at(few, 0.5), 2)}** | ${figure(at(many, 0.99) / at(few, 0.99), 2)} |`,
  )
  say()
  const each = servers.map(({ child, processor }) => ((processorOf(child) - processor) * 1_000) / calls)
  say(`Of a processor each of these requests took ${each.map((one) => figure(one, 1)).join(' and ')} ms.`)
  say(`Its first page, for which all figures are gathered: ${firsts.join(' and ')}.`)
  for (const { child } of servers) await stopped(child)
}
