import type { Answer, CodeMeaning, Failure, Failures } from '@portico/core/contract'

/**
 * GitHub's own 422 codes (documented), and names for what it signals only by status, header or text. Source:
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api, 2026-11-23.
 */
const codes = {
  missing: 'rejected',
  missing_field: 'rejected',
  invalid: 'rejected',
  already_exists: 'conflict',
  unprocessable: 'rejected',
  custom: 'rejected',
  not_found: 'not_found',
  rate_limit_spent: 'rate_limited',
  secondary_rate_limit: 'rate_limited',
  not_mergeable: 'conflict',
  file_exists: 'conflict',
  label_missing: 'not_found',
  incomplete_results: { code: 'rejected', retryable: true },
} as const satisfies Readonly<Record<string, CodeMeaning>>

type VendorCode = keyof typeof codes

interface Detail {
  readonly field?: string | null
  readonly code?: string | null
  readonly message?: string | null
}

// Where GitHub gives no code, only its text tells. It is read here and nowhere else.
const byText: readonly (readonly [status: number, text: RegExp, code: VendorCode])[] = [
  [403, /secondary rate limit|abuse detection/i, 'secondary_rate_limit'],
  [404, /^Label does not exist/, 'label_missing'],
  [422, /"sha" wasn't supplied/, 'file_exists'],
]

/** A search that timed out at GitHub answers 200 with part of the list: a short list must not pass for the whole. */
function failed({ status, body }: Answer): boolean {
  return status >= 400 || body?.incomplete_results === true
}

function read({ status, headers, body }: Answer): Failure {
  const details = detailsOf(body)
  const code = codeOf(status, headers, body, details)
  return {
    code,
    message: messageOf(status, body, details),
    requestId: headers['x-github-request-id'],
    // "Otherwise, wait for at least one minute" (docs.github.com, rate limits for the REST API, 2026-11-23).
    retryAfterMs: code === 'secondary_rate_limit' && headers['retry-after'] === undefined ? 60_000 : undefined,
  }
}

/** The message for each field. A simple validation error is a bare string. */
function detailsOf(body: Answer['body']): readonly Detail[] {
  const errors: readonly unknown[] = Array.isArray(body?.errors) ? body.errors : []
  return errors.flatMap((each) =>
    typeof each === 'string' ? { message: each } : typeof each === 'object' && each !== null ? each : [],
  )
}

function codeOf(
  status: number,
  headers: Answer['headers'],
  body: Answer['body'],
  details: readonly Detail[],
): string | undefined {
  if (status < 400) return 'incomplete_results' satisfies VendorCode
  // A spent quota is 403 as often as 429, and so is a missing permission: only the headers tell them apart.
  if (status === 403 || status === 429) {
    if (headers['x-ratelimit-remaining'] === '0') return 'rate_limit_spent' satisfies VendorCode
    if (status === 429 || headers['retry-after'] !== undefined) return 'secondary_rate_limit' satisfies VendorCode
  }
  if (status === 405) return 'not_mergeable' satisfies VendorCode
  const said = byText.find(([at, text]) => at === status && text.test(String(body?.message)))
  if (said) return said[2]
  if (status === 404) return 'not_found' satisfies VendorCode
  const [detail] = details
  // Pull requests and repositories only say it in text: "A pull request already exists for …", "name already exists on this
  // account".
  if (detail?.code === 'custom' && /already exists/.test(String(detail.message))) return 'already_exists' satisfies VendorCode
  return detail?.code ?? undefined
}

function messageOf(status: number, body: Answer['body'], details: readonly Detail[]): string | undefined {
  if (status < 400) return 'GitHub ran out of time and found only part of the results: narrow the query'
  if (typeof body?.message !== 'string') return undefined
  const reasons = details.map(({ message, field, code }) => message ?? [field, code].filter(Boolean).join(' '))
  return [body.message.replaceAll(/\s+/g, ' '), ...reasons].join('; ')
}

export const failures: Failures<VendorCode> = { failed, read, codes }
