import type { CompiledOperation } from '@portico/core/definition'
import { valueAt, withValueAt } from '../facts/value-at.ts'
import { bytesOf } from '../recording/content.ts'
import type { Exchange, Recording } from '../recording/recording.ts'
import { baseOfExchange } from '../replay/replay.ts'
import type { Reply } from '../replay/scripted-transport.ts'
import type { Subject } from '../replay/subject.ts'

const cursor = 'contract-cursor'

/** The first recorded page, changed to say that another one follows, in the way that the operation declares. */
export function pageWithNext(subject: Subject, operation: CompiledOperation, recording: Recording): Reply {
  return changed(subject, operation, recording, true)
}

/** The first recorded page, changed to say that it is the last. */
export function pageWithoutNext(subject: Subject, operation: CompiledOperation, recording: Recording): Reply {
  return changed(subject, operation, recording, false)
}

function changed(subject: Subject, operation: CompiledOperation, recording: Recording, follows: boolean): Reply {
  const [exchange] = recording.exchanges as [Exchange]
  const page = operation.definition.page!
  const { link: _link, ...headers } = exchange.response.headers
  const base = baseOfExchange(subject, recording, exchange)
  const next = new URL(base.origin + base.path + exchange.request.path)
  if (page.by === 'link' || page.by === 'url') for (const name of page.position) next.searchParams.set(name, cursor)
  switch (page.by) {
    case 'link':
      return reply(exchange, exchange.response.body, follows ? { ...headers, link: `<${next.href}>; rel="next"` } : headers)
    case 'cursor':
      // Where a flag ends the list, the last page has a cursor too.
      if (page.more !== undefined) return withFields(exchange, { [page.from]: cursor, [page.more]: follows })
      return withField(exchange, page.from, follows ? cursor : '')
    case 'url':
      return withField(exchange, page.from, follows ? nextUrl(next, base.path, page.path) : null)
    case 'last':
      return withField(exchange, page.more, follows)
    case 'number':
      if (page.pages !== undefined) return withField(exchange, page.pages, follows ? 1_000 : 1)
      return follows ? reply(exchange, exchange.response.body, headers) : withItems(operation, exchange, () => [])
    case 'offset':
      if (page.total !== undefined) return withField(exchange, page.total, follows ? 1_000_000 : 0)
      return follows ? reply(exchange, exchange.response.body, headers) : withItems(operation, exchange, () => [])
  }
}

function withField(exchange: Exchange, path: string, value: unknown): Reply {
  return withFields(exchange, { [path]: value })
}

function withFields(exchange: Exchange, fields: Readonly<Record<string, unknown>>): Reply {
  const body = Object.entries(fields).reduce<unknown>(
    (before, [path, value]) => withValueAt(before, path.split('.'), value),
    exchange.response.body,
  )
  return reply(exchange, body, exchange.response.headers)
}

function withItems(
  { definition }: CompiledOperation,
  exchange: Exchange,
  change: (items: readonly unknown[]) => unknown[],
): Reply {
  const path = definition.pick?.split('.') ?? []
  const items = valueAt(exchange.response.body, path) as readonly unknown[]
  return reply(exchange, withValueAt(exchange.response.body, path, change(items)), exchange.response.headers)
}

function nextUrl(next: URL, base: string, path: string | undefined): string {
  return path === undefined ? next.href : next.origin + base + path.replaceAll(/\{[^{}]+\}/g, 'contract') + next.search
}

function reply({ response }: Exchange, body: unknown, headers: Readonly<Record<string, string>>): Reply {
  return { status: response.status, headers, body: bytesOf({ ...response, headers, body }) }
}
