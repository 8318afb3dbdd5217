import { object, type ObjectContext } from '@restatedev/restate-sdk'
import { hasEnded, type Schedule, type ScheduleStatus } from '../engine.ts'
import { nextTime } from '../next-time.ts'
import { jsonSerde } from './json-serde.ts'
import { runObject } from './run-object.ts'

/** A schedule, the lane of its runs, and which of its timers is current. */
export interface ScheduleEntry extends Schedule {
  readonly lanes: readonly string[]
  readonly nextAt: string
  readonly timer: number
  readonly lastRun: string | null
}

interface Kept {
  readonly entries: readonly ScheduleEntry[]
}
type Context = ObjectContext<Kept>

export interface ScheduleInput extends Schedule {
  readonly lanes: readonly string[]
}

interface Tick {
  readonly name: string
  readonly timer: number
}

/** All schedules, in one object. A timer that was replaced still fires, and does nothing. */
export const scheduleObject = object({
  name: 'PorticoSchedules',
  handlers: {
    async set(context: Context, schedules: readonly ScheduleInput[]): Promise<void> {
      const before = new Map((await context.get('entries'))?.map((entry) => [entry.name, entry]))
      const now = await context.date.now()
      const entries = schedules.map((schedule): ScheduleEntry => {
        const there = before.get(schedule.name)
        if (there && there.cron === schedule.cron && there.timezone === schedule.timezone) return { ...there, ...schedule }
        return armed(context, { ...schedule, lastRun: there?.lastRun ?? null, timer: (there?.timer ?? 0) + 1, nextAt: '' }, now)
      })
      context.set('entries', entries)
    },
    async tick(context: Context, { name, timer }: Tick): Promise<void> {
      const entries = (await context.get('entries')) ?? []
      const entry = entries.find((one) => one.name === name && one.timer === timer)
      if (!entry) return
      const now = await context.date.now()
      const last = entry.lastRun === null ? null : await context.objectClient(runObject, entry.lastRun).look()
      // Runs of one schedule must not pile up.
      const lastRun = last && !hasEnded(last.state) ? last.id : start(context, entry)
      const next = armed(context, { ...entry, lastRun, timer: timer + 1 }, now)
      context.set(
        'entries',
        entries.map((one) => (one === entry ? next : one)),
      )
    },
  },
})

export function scheduleOf({ lanes: _lanes, timer: _timer, lastRun: _lastRun, ...schedule }: ScheduleEntry): ScheduleStatus {
  return schedule
}

function armed(context: Context, entry: ScheduleEntry, now: number): ScheduleEntry {
  const at = nextTime(entry, now)
  const parameter: Tick = { name: entry.name, timer: entry.timer }
  const delay = Math.max(0, at - now)
  context.genericSend({
    service: scheduleObject.name,
    method: 'tick',
    key: context.key,
    parameter,
    delay,
    inputSerde: jsonSerde,
  })
  return { ...entry, nextAt: new Date(at).toISOString() }
}

function start(context: Context, { job, name, lanes }: ScheduleEntry): string {
  const id = context.rand.uuidv4()
  const lane = lanes[Math.floor(context.rand.random() * lanes.length)]!
  context.objectSendClient(runObject, id).start({ job, schedule: name, lane })
  return id
}
