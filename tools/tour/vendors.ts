import { createEmulator, type Emulator } from 'emulate'

const names = ['github', 'stripe', 'slack'] as const

export interface Vendors {
  readonly github: string
  readonly stripe: string
  readonly slack: string
  close(): Promise<void>
}

/** Starts the three vendors on loopback, on free ports, in this process. */
export async function startVendors(): Promise<Vendors> {
  const seed = {
    tokens: { 'ghp-tour-token': { login: 'mona', scopes: ['repo'] } },
    github: {
      users: [{ login: 'mona', name: 'Mona' }],
      repos: ['alpha', 'beta', 'gamma', 'delta', 'support'].map((name) => ({
        owner: 'mona',
        name,
        description: `The ${name} service.`,
      })),
    },
    stripe: { customers: [{ id: 'cus_1', email: 'buyer@shop.test', name: 'A buyer' }] },
    slack: { team: { name: 'Acme', domain: 'acme' }, users: [{ name: 'dev', email: 'dev@acme.test' }] },
  }
  const started: Emulator[] = []
  for (const service of names) started.push(await createEmulator({ service, port: 0, seed }))
  // Emulators say localhost but listen only on 127.0.0.1.
  const origin = (index: number): string => `http://127.0.0.1:${new URL(started[index]!.url).port}`
  return {
    github: origin(0),
    stripe: origin(1),
    slack: origin(2),
    close: async () => {
      await Promise.all(started.map((emulator) => emulator.close()))
    },
  }
}
