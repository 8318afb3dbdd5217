import { redactFields } from '@portico/core/definition'
import type { ServedTool } from '../toolset/served-tool.ts'

/** Most characters of arguments that a form shows in full. */
const mostShown = 20_000

/**
 * Characters that a form would not show, or show as something else: controls, direction marks, zero-width characters, and Unicode
 * tags, which can spell out a whole invisible text.
 */
const unseen = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udfff]/g

/**
 * A call as the person at the client decides on it: what it does, why they are asked, and the arguments as audit shows them.
 * Undefined if it is too long for a form: part of it would be approved unseen.
 */
export function shownCall({ qualifiedName, operation }: ServedTool, input: unknown, reason: string): string | undefined {
  const { definition } = operation
  const shown = asSeen(JSON.stringify(redactFields(input, definition.audit?.redact ?? []), undefined, 2))
  return shown.length > mostShown ? undefined : `${qualifiedName}: ${definition.summary}\n${reason}\n\n${shown}`
}

/** The same JSON with invisible characters escaped: whoever chose the arguments must not choose how they look. */
function asSeen(json: string): string {
  return json.replaceAll(unseen, (character) =>
    character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}
