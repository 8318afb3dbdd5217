import type { Paging } from '@portico/core'
import { valueAt } from '../facts/value-at.ts'
import type { Exchange } from '../recording/recording.ts'
import { findSecrets, type FoundSecret } from './secret-scan.ts'

/** What looks like a secret in a recording. Its page cursors do not count: they name a place in a list. */
export function secretsOfRecording(
  recording: { readonly exchanges: readonly Exchange[] },
  page: Paging | undefined,
  harmless: readonly RegExp[] = [],
): FoundSecret[] {
  const cursors =
    page?.by === 'cursor' ? recording.exchanges.map(({ response }) => valueAt(response.body, page.from.split('.'))) : []
  return findSecrets(recording, { allow: harmless, cursors: cursors.filter((cursor) => typeof cursor === 'string') })
}
