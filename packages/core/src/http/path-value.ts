import { InvalidRequest } from './invalid-request.ts'
import { percentEncode } from './percent-encode.ts'

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/
// oxlint-disable-next-line no-control-regex
const blanks = /[\u0000-\u0020\u007f\s]/g
const harmless = /^[A-Za-z0-9_~-]+$/

/** One value in a path, which can't leave its segment. Throws `InvalidRequest`. */
export function segmentValue(field: string, value: unknown): string {
  const text = pathText(field, value)
  return harmless.test(text) ? text : percentEncode(field, text)
}

/** A value that spans segments, such as a file path: its slashes are kept. Throws `InvalidRequest`. */
export function spanningValue(field: string, value: unknown): string {
  const segments = pathText(field, value).split('/')
  if (segments.includes('')) throw new InvalidRequest(field, 'goes into the path: no slash at its ends, and no two in a row')
  return segments.map((segment) => percentEncode(field, segment)).join('/')
}

function pathText(field: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      refuseClimbing(field, value)
      return value
    case 'number':
      if (Number.isFinite(value)) return String(value)
      break
    case 'boolean':
    case 'bigint':
      return String(value)
  }
  throw new InvalidRequest(field, 'goes into the path: a text, a finite number or a boolean')
}

/**
 * `URL` resolves `.` and `..` even when they are percent-encoded, and some servers decode once more before they resolve, so a dot
 * segment at any depth of encoding would reach another endpoint. It ends at a slash of either kind, and for a server that decodes
 * too early at what then ends the path or the segment.
 */
function refuseClimbing(field: string, text: string): void {
  if (harmless.test(text)) return
  if (text === '') throw new InvalidRequest(field, 'goes into the path and is empty')
  if (control.test(text)) throw new InvalidRequest(field, 'goes into the path and holds a control character')
  for (let plain = text; ;) {
    if (plain.split(/[/\\?#;]/).some(isDots)) {
      throw new InvalidRequest(field, "goes into the path: '.' and '..' would lead to another endpoint")
    }
    const decoded = decodeAscii(plain)
    if (decoded === plain) return
    plain = decoded
  }
}

/** `URL` drops tabs and line breaks and trims spaces, so `.. ` becomes `..` when it is parsed again. */
function isDots(segment: string): boolean {
  const bare = segment.replace(blanks, '')
  return bare === '.' || bare === '..'
}

/** Each round that changes anything shortens the text, so this terminates. */
function decodeAscii(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
