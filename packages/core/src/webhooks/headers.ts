import { WebhookError } from './webhook-error.ts'

/** As from `fetch`, or from Node's `request.headers` or `request.headersDistinct`. */
export type DeliveryHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads a header by its lower-case name. A repeated one is refused, since it is unclear which value the vendor meant. */
export type HeaderReader = (name: string) => string | undefined

export function headerReader(headers: DeliveryHeaders): HeaderReader {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers)
  return (name) => {
    const values = entries.flatMap(([key, value]) => (key.toLowerCase() === name && value !== undefined ? value : []))
    if (values.length > 1) throw new WebhookError('malformed', `the header ${name} occurs ${values.length} times`)
    return values[0]
  }
}
