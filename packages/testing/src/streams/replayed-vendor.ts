import type { Transport } from '@portico/core'
import type { StreamDefinition } from '@portico/core/streams'
import { valueAt, withoutValueAt, withValueAt } from '../facts/value-at.ts'
import { readStreamRecordings } from '../recording/read-recordings.ts'
import type { StreamRecording } from '../recording/stream-recording.ts'
import { fakeClock } from '../replay/fake-clock.ts'
import { type Reply, scriptedTransport, type Sent } from '../replay/scripted-transport.ts'
import { instantOf, instant } from './records-stated.ts'
import type { AnySource } from './stream-subject.ts'
import type { TestedSource } from './stream-table.ts'

type Fields = Readonly<Record<string, string>>

export interface ReplayedVendorOptions {
  /** The folder of recordings. */
  readonly recordings: URL
  /** Must be in the authorization of every request; any other is refused. */
  readonly secret: string
  /** Records per page. Default 2. */
  readonly pageSize?: number
}

/**
 * A vendor that holds the records of a source's recordings and answers as the streams declare: it filters by the cursor, pages as
 * stated, and has nothing for a slice that was not recorded.
 */
export function replayedVendor(
  tested: TestedSource,
  { recordings: folder, secret, pageSize = 2 }: ReplayedVendorOptions,
): Transport {
  const source = tested as AnySource
  const { recordings } = readStreamRecordings(folder)
  const held = recordings.filter(({ scenario }) => scenario === 'pages')
  return scriptedTransport(fakeClock(Date.parse('2026-11-28T00:00:00Z')), (sent) => {
    const url = new URL(sent.origin + sent.path)
    if (!sent.headers['authorization']?.includes(secret)) return json(401, { message: 'Bad credentials' })
    for (const [name, { definition }] of Object.entries(source.streams)) {
      const parameters = parametersOf(pathOf(source, definition), definition.route, sent.method, url.pathname)
      if (!parameters) continue
      const fields = { ...parameters, ...fieldsOf(sent, url) }
      const ofStream = held.filter(({ stream }) => stream === name)
      const recording = ofStream.find(({ slice }) => isOf(slice, fields))
      return pageOf(definition, ofStream[0]!, recording, { fields, url, pageSize })
    }
    return json(404, { message: 'Not Found' })
  })
}

/** The fixed path of a stream's origin, as a template: it may contain a setting. */
function pathOf({ vendor }: AnySource, { origin = Object.keys(vendor.origins)[0]! }: StreamDefinition): string {
  const template = vendor.origins[origin]!
  return typeof template === 'string' ? template.replace(/^https:\/\/[^/]*/, '').replace(/\/$/, '') : ''
}

function parametersOf(base: string, route: string, method: string, path: string): Fields | undefined {
  const [verb, ownPath] = route.split(' ') as [string, string]
  const template = base + ownPath
  const names: string[] = []
  const pattern = template.replaceAll(/\{\+?([^}]+)\}/g, (_, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  const found = verb === method ? new RegExp(`^${pattern}$`).exec(path) : null
  return found ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1]!)])) : undefined
}

function fieldsOf({ method, body }: Sent, url: URL): Fields {
  if (method === 'GET') return Object.fromEntries(url.searchParams)
  return Object.fromEntries(new URLSearchParams(Buffer.from(body ?? []).toString()))
}

function isOf(slice: unknown, fields: Fields): boolean {
  return Object.entries(slice ?? {}).every(([name, value]) => fields[name] === String(value))
}

interface Asked {
  readonly fields: Fields
  readonly url: URL
  readonly pageSize: number
}

function pageOf(definition: StreamDefinition, any: StreamRecording, recording: StreamRecording | undefined, asked: Asked): Reply {
  const { pick, page } = definition
  const path = pick?.split('.') ?? []
  const items = itemsOf(recording, path).filter((item) => isSince(definition, item, asked.fields))
  const after = page?.by === 'last' ? items.findIndex((item) => String(item[page.field]) === asked.fields[page.to]) + 1 : 0
  const cursorField = page?.by === 'link' ? page.position[0]! : page?.by === 'cursor' ? page.to : undefined
  const from = after || Number((cursorField === undefined ? undefined : asked.fields[cursorField]) ?? 0)
  const end = page ? from + asked.pageSize : items.length
  const more = end < items.length
  const { body } = any.exchanges[0]!.response
  const shown = items.slice(from, end)
  const answer = path.length === 0 ? shown : withValueAt(body, path, shown)
  switch (page?.by) {
    case undefined:
      return json(200, answer)
    case 'link': {
      const next = new URL(asked.url)
      next.searchParams.set(cursorField!, String(end))
      return json(200, answer, more ? { link: `<${next.href}>; rel="next"` } : {})
    }
    case 'cursor': {
      const where = page.from.split('.')
      if (page.more !== undefined)
        return json(200, withValueAt(withValueAt(answer, where, String(end)), page.more.split('.'), more))
      return json(200, more ? withValueAt(answer, where, String(end)) : withoutValueAt(answer, where))
    }
    case 'last':
      return json(200, withValueAt(answer, page.more.split('.'), more))
    default:
      throw new Error(`a replayed vendor does not page by ${page!.by}`)
  }
}

function itemsOf(recording: StreamRecording | undefined, path: readonly string[]): Readonly<Record<string, unknown>>[] {
  return (recording?.exchanges ?? []).flatMap(
    ({ response }) => valueAt(response.body, path) as Readonly<Record<string, unknown>>[],
  )
}

function isSince({ cursor }: StreamDefinition, item: Readonly<Record<string, unknown>>, fields: Fields): boolean {
  const since = cursor?.since === undefined ? undefined : fields[cursor.since]
  return since === undefined || instantOf(cursor!, item) >= instant(cursor!, since)
}

function json(status: number, body: unknown, headers: Fields = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(body)) }
}
