/** A question to answer before files are written. */
export interface Question {
  readonly name: string
  readonly message: string
  /** Undefined for a valid answer, else what is wrong with it. */
  readonly check: (answer: string) => string | undefined
}

const auths = ['bearer', 'basic', 'api-key']
/** Standard Webhooks, or an HMAC over timestamp and body in the vendor's own headers. */
const schemes = ['standard', 'hmac']

const id: Question = {
  name: 'id',
  message: 'id of the vendor, lower-case words joined by hyphens',
  check: (answer) =>
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(answer) ? undefined : 'lower-case letters and digits, joined by hyphens',
}

/** A text that will be in quotes in the generated files. */
function quotable(least: number, most: number): Question['check'] {
  return (answer) => {
    if (answer.length < least) return `has ${answer.length} characters: ${least} at least`
    if (answer.length > most) return `has ${answer.length} characters: ${most} at most`
    return /['"\\\n]/.test(answer) ? 'without quotes, backslashes and line breaks' : undefined
  }
}

/** Becomes a title, without its full stop, and a summary, with one. */
const summary = (what: string): Question => ({
  name: 'summary',
  message: `what it ${what}, in a sentence`,
  check: quotable(3, 120),
})

const titleAr: Question = {
  name: 'titleAr',
  message: 'its title in Arabic, as people write it: عرض ملاحظة',
  check: (answer) =>
    /\p{Script=Arabic}/u.test(answer) ? quotable(1, 120)(answer) : 'in Arabic letters: people read it where Arabic is spoken',
}

export const questions: Readonly<Record<string, readonly Question[]>> = {
  connector: [
    id,
    {
      name: 'title',
      message: "the vendor's name, as people read it",
      check: quotable(1, 60),
    },
    { name: 'baseUrl', message: "origin of the vendor's API, https://…", check: checkOrigin },
    {
      name: 'auth',
      message: `how it knows its callers: ${auths.join(', ')}`,
      check: (answer) => (auths.includes(answer) ? undefined : `one of ${auths.join(', ')}`),
    },
  ],
  operation: [
    id,
    {
      name: 'name',
      message: 'name of the query, verb-noun',
      check: (answer) => (/^[a-z]+(-[a-z0-9]+)+$/.test(answer) ? undefined : 'verb-noun, such as get-invoice'),
    },
    {
      name: 'route',
      message: 'route as the vendor writes it: GET /v1/things/{id}',
      check: (answer) =>
        /^GET \/[\w./{}-]*$/.test(answer)
          ? undefined
          : "like 'GET /v1/things/{id}'; a command is written by hand, so that nothing is stated for you",
    },
    summary('does'),
    titleAr,
  ],
  stream: [
    id,
    {
      name: 'name',
      message: 'name of the stream, what it holds: invoices',
      check: (answer) => (/^[a-z]+(-[a-z0-9]+)*$/.test(answer) ? undefined : 'lower-case words joined by hyphens'),
    },
    {
      name: 'route',
      message: 'route as the vendor writes it: GET /v1/invoices',
      check: (answer) =>
        /^GET \/[\w./-]*$/.test(answer)
          ? undefined
          : "like 'GET /v1/invoices'; slices, which fill a {parameter}, are written by hand",
    },
    {
      name: 'cursor',
      message: 'field by which the vendor tells what is new, or none',
      check: (answer) => (/^[a-zA-Z_]\w*$/.test(answer) ? undefined : 'a field of the record, such as updated_at, or none'),
    },
    {
      name: 'owner',
      message: 'team that answers for it',
      check: quotable(1, 60),
    },
    summary('holds'),
    titleAr,
  ],
  webhook: [
    id,
    {
      name: 'scheme',
      message: `how deliveries are signed: ${schemes.join(', ')}`,
      check: (answer) => (schemes.includes(answer) ? undefined : `one of ${schemes.join(', ')}`),
    },
    {
      name: 'event',
      message: 'type of a first event, as the vendor writes it: invoice.paid',
      check: (answer) => (/^[\w.:-]{1,80}$/.test(answer) ? undefined : "the vendor's own name, such as invoice.paid"),
    },
  ],
}

function checkOrigin(answer: string): string | undefined {
  if (/[{}]/.test(answer))
    return "one account's, such as https://acme.vendor.example: then write the template in src/vendor.ts, with its settings"
  const url = URL.parse(answer)
  if (url?.protocol !== 'https:' || !/^[^'\\\s]+$/.test(answer)) return 'an https URL'
  if (url.username !== '' || url.password !== '') return 'without a user or password: credentials are given to a connection'
  if (/[?#]/.test(answer)) return 'without a query or fragment: each operation states its own'
  const trimmed = (text: string): string => text.replace(/\/$/, '')
  return trimmed(url.href) === trimmed(answer) ? undefined : `as it is sent: ${url.href}`
}

/** The flags of each generator, one per line. */
export function usageOf(generators: readonly string[]): string {
  const lines = generators.flatMap((generator) => [
    `pnpm plop ${generator}`,
    ...questions[generator]!.map(({ name, message }) => `  --${name.padEnd(8)}  ${message}`),
  ])
  return [...lines, 'It asks for what is left out; without a terminal it exits with 2.'].join('\n')
}

/** Reads `--name value` and `--name=value`. Throws a RangeError for an unknown name. */
export function readFlags(args: readonly string[], asked: readonly Question[]): Record<string, string> {
  const flags: Record<string, string> = {}
  for (let index = 0; index < args.length; index++) {
    const [flag, inline] = args[index]!.split(/=(.*)/s, 2)
    const name = flag!.replace(/^--/, '')
    if (!flag!.startsWith('--') || !asked.some((question) => question.name === name)) {
      throw new RangeError(`'${args[index]}' is not one of ${asked.map((question) => `--${question.name}`).join(', ')}`)
    }
    const value = inline ?? args[++index]
    if (value === undefined) throw new RangeError(`--${name} needs a value`)
    flags[name] = value
  }
  return flags
}
