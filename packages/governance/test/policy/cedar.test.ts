import { github } from '@portico/connector-github'
import { slack } from '@portico/connector-slack'
import { stripe } from '@portico/connector-stripe'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CedarPolicyError, cedarPolicy, cedarSchema } from '@portico/governance/cedar'
import { forms, shop } from './connectors.ts'
import { refundRequest } from './requests.ts'

const connectors = [shop, forms]
const open = 'permit(principal, action, resource);'

function decided(policies: string, changes: Parameters<typeof refundRequest>[0] = {}) {
  return cedarPolicy({ connectors, policies }).decide(refundRequest(changes))
}

function refusal(policies: string): string {
  try {
    cedarPolicy({ connectors, policies })
  } catch (error) {
    if (error instanceof CedarPolicyError) return error.issues.join('\n')
    throw error
  }
  throw new Error('expected the policies to be refused')
}

describe('a decision', () => {
  test('is a denial where nothing permits', () => {
    expect(decided('')).toMatchObject({ effect: 'deny', rule: 'cedar.no_permit' })
  })

  test('is none where something permits', () => {
    expect(decided(open)).toEqual({ effect: 'abstain' })
  })

  test('is a denial where a forbid applies, in its name and with its reason', () => {
    const forbid = '@rule("desk.closed") @reason("it is night") forbid(principal, action, resource);'
    expect(decided(`${open} ${forbid}`)).toEqual({ effect: 'deny', rule: 'desk.closed', reason: 'it is night' })
    expect(decided(`${open} forbid(principal, action, resource);`)).toMatchObject({
      effect: 'deny',
      rule: 'cedar.policy1',
      reason: 'cedar.policy1 forbids it',
    })
  })

  test('is the highest raise of the permits that apply', () => {
    const policies = `
      ${open}
      @approval("A1") permit(principal, action, resource);
      @rule("finance.large") @approval("A3") @reason("above 10.00")
      permit(principal, action == Portico::Action::"shop.createRefund", resource)
      when { context.input has amount && context.input.amount > 1000 };
      @approval("A2") permit(principal, action, resource);`
    expect(decided(policies, { input: { charge: 'ch_1', amount: 1001 } })).toEqual({
      effect: 'raise',
      approval: 'A3',
      rule: 'finance.large',
      reason: 'above 10.00',
    })
    expect(decided(policies, { input: { charge: 'ch_1', amount: 1000 } })).toMatchObject({
      approval: 'A2',
      rule: 'cedar.policy3',
    })
    expect(decided(policies, { input: { charge: 'ch_1' } })).toMatchObject({ approval: 'A2' })
  })

  test('of a twelfth policy is told by the twelfth', () => {
    const many = Array.from(
      { length: 12 },
      (_, index) => `@rule("r${index}") forbid(principal, action, resource) when { context.account == "${index}" };`,
    )
    expect(decided([open, ...many].join('\n'), { account: '11' })).toMatchObject({ effect: 'deny', rule: 'r11' })
  })

  test.each<[string, string, boolean]>([
    ['the tenant', 'principal in Portico::Tenant::"acme"', true],
    ['another tenant', 'principal in Portico::Tenant::"other"', false],
    ['the actor', 'principal == Portico::Actor::"orders"', true],
    ['another actor', 'principal == Portico::Actor::"crm"', false],
    ['the type of actor', 'principal in Portico::ActorType::"executor_system"', true],
    ['another type of actor', 'principal in Portico::ActorType::"human"', false],
  ])('asks for %s', (_name, scope, denied) => {
    expect(decided(`${open} forbid(${scope}, action, resource);`).valueOf()).toMatchObject({
      effect: denied ? 'deny' : 'abstain',
    })
  })

  test.each<[string, string, boolean]>([
    ['the connector of the action', 'principal, action in Portico::Action::"shop", resource', true],
    ['another connector of the action', 'principal, action in Portico::Action::"forms", resource', false],
    ['the connector of the operation', 'principal, action, resource in Portico::Connector::"shop"', true],
    ['the operation', 'principal, action == Portico::Action::"shop.createRefund", resource', true],
    ['another operation', 'principal, action == Portico::Action::"shop.listCharges", resource', false],
    ['a reversibility', 'principal, action, resource in Portico::Class::"R3"', true],
    ['another reversibility', 'principal, action, resource in Portico::Class::"R1"', false],
    ['a sensitivity', 'principal, action, resource in Portico::Class::"S2"', true],
    ['a side effect', 'principal, action, resource in Portico::Class::"external_commitment"', true],
    ['an approval', 'principal, action, resource in Portico::Class::"A3"', true],
  ])('asks for %s', (_name, scope, denied) => {
    expect(decided(`${open} forbid(${scope});`)).toMatchObject({ effect: denied ? 'deny' : 'abstain' })
  })

  test.each<[string, string, Parameters<typeof refundRequest>[0], boolean]>([
    ['a correlation id', 'context has correlationId && context.correlationId like "order-*"', {}, true],
    ['a missing correlation id', 'context has correlationId', { correlationId: undefined }, false],
    ['the action class', 'context.actionClass == "B"', {}, true],
    [
      'a client that the actor works through',
      'principal has via && principal.via == "app"',
      { actor: { type: 'human', id: 'm', via: 'app' } },
      true,
    ],
    [
      'a reason',
      'context.input has reason && context.input.reason == "fraudulent"',
      { input: { charge: 'c', reason: 'fraudulent' } },
      true,
    ],
  ])('asks for %s', (_name, condition, changes, denied) => {
    const policies = `${open} forbid(principal, action == Portico::Action::"shop.createRefund", resource) when { ${condition} };`
    expect(decided(policies, changes)).toMatchObject({ effect: denied ? 'deny' : 'abstain' })
  })

  test('of a connector that the schema was made without is a denial', () => {
    const narrow = cedarPolicy({ connectors: [forms], policies: open })
    expect(narrow.decide(refundRequest())).toMatchObject({ effect: 'deny', rule: 'cedar.unknown_operation' })
  })

  test('is a denial where a policy fails: what it would have forbidden must not go through', () => {
    const policies = `${open} @rule("finance.sum") forbid(principal, action == Portico::Action::"shop.createRefund", resource)
      when { context.input has amount && context.input.amount * 9223372036854775807 > 0 };`
    const decision = decided(policies, { input: { charge: 'c', amount: 2 } })
    expect(decision).toMatchObject({ effect: 'deny', rule: 'cedar.error', reason: expect.stringContaining('finance.sum failed') })
  })

  test('is a denial where a mandatory part of the input is not what the schema says', () => {
    const input = { charge: 7 }
    expect(decided(open, { input })).toMatchObject({ effect: 'deny', rule: 'cedar.error' })
  })
})

describe('policies are refused at the start', () => {
  test.each<[string, string, RegExp]>([
    ['a text that is not a policy', 'permit(principal, action, resource) when', /line 1.*expected/],
    [
      'an action that does not exist',
      'permit(principal, action == Portico::Action::"shop.createRefnd", resource);',
      /shop\.createRef/,
    ],
    ['a class that does not exist', 'permit(principal, action, resource in Portico::Class::"R33");', /R33/],
    ['an actor type that does not exist', 'permit(principal in Portico::ActorType::"robot", action, resource);', /robot/],
    ['a connector that does not exist', 'permit(principal, action, resource in Portico::Connector::"paypal");', /paypal/],
    [
      'a field of the input that does not exist',
      'permit(principal, action == Portico::Action::"shop.createRefund", resource)\nwhen { context.input.amout > 3 };',
      /line 2, column 8: .*amout.*did you mean `amount`/,
    ],
    [
      'a field that may be absent',
      'permit(principal, action == Portico::Action::"shop.createRefund", resource) when { context.input.amount > 3 };',
      /amount/,
    ],
    [
      'a field of another type',
      'permit(principal, action == Portico::Action::"shop.createRefund", resource) when { context.input.charge > 3 };',
      /type/,
    ],
    ['a policy that can never apply', 'permit(principal, action, resource) when { false };', /impossible/],
    ['a template', 'permit(principal == ?principal, action, resource);', /template/],
    ['a misspelt annotation', '@aproval("A2") permit(principal, action, resource);', /@aproval means nothing/],
    ['an approval that does not exist', '@approval("A0") permit(principal, action, resource);', /not one of A1, A2, A3/],
    [
      'an approval on a forbid',
      '@rule("x") @approval("A2") forbid(principal, action, resource);',
      /x: @approval belongs on a permit/,
    ],
    ['a rule that is not a name', '@rule("Large amounts") permit(principal, action, resource);', /@rule is/],
  ])('for %s', (_name, policies, told) => {
    expect(refusal(policies)).toMatch(told)
  })

  test('with the line of an error after text of several bytes', () => {
    expect(refusal('// سياسة\npermit(principal, action == Portico::Action::"x", resource);')).toMatch(/line 2, column 29/)
  })
})

const formRequest = (input: unknown) => refundRequest({ connector: 'forms', operation: 'send', input })
const form = {
  secret: '[redacted]',
  person: { email: '[redacted]', name: 'Mona' },
  note: null,
  either: 1,
  tags: ['a'],
  free: { x: 1 },
}

describe('the schema', () => {
  test('is the one of the connectors: what audit hides and what Cedar has no type for is not in it', () => {
    expect(cedarSchema([forms])).toMatchInlineSnapshot(`
      "namespace Portico {
        entity Actor in [Tenant, ActorType] = {
          id: __cedar::String,
          via?: __cedar::String
        };

        entity ActorType enum ["human", "observer_agent", "recommender_agent", "executor_system", "automated_workflow"];

        entity Class enum ["none", "internal_write", "external_message", "external_commitment", "A0", "A1", "A2", "A3", "R0", "R1", "R2", "R3", "S0", "S1", "S2", "S3"];

        entity Connector enum ["forms"];

        entity Operation in [Connector, Class];

        entity Tenant;

        action "forms";

        @doc("Sends a form.")
        action "forms.send" in [Action::"forms"] appliesTo {
          principal: [Actor],
          resource: [Operation],
          context: {
            account: __cedar::String,
            actionClass: __cedar::String,
            correlationId?: __cedar::String,
            input: {
              note?: __cedar::String,
              person: {
                name: __cedar::String
              },
              rate?: __cedar::decimal,
              tags: Set<__cedar::String>
            }
          }
        };
      }
      "
    `)
  })

  test('is accepted by Cedar for every connector there is', () => {
    expect(cedarSchema([stripe, slack, github])).toContain('action "github.createIssue" in [Action::"github"]')
  })

  test.each<[string, unknown, string, 'deny' | 'abstain']>([
    ['a field below another', form, 'context.input.person.name == "Mona"', 'deny'],
    ['a set', form, 'context.input.tags.contains("a")', 'deny'],
    ['a decimal', { ...form, rate: 1.5 }, 'context.input has rate && context.input.rate.greaterThan(decimal("1.4999"))', 'deny'],
    ['a decimal of more places than Cedar has', { ...form, rate: 1.00001 }, 'context.input has rate', 'abstain'],
    ['a value that may be null', { ...form, note: 'x' }, 'context.input has note && context.input.note == "x"', 'deny'],
    ['null', form, 'context.input has note', 'abstain'],
  ])('lets a policy ask for %s', (_name, input, condition, effect) => {
    const policy = cedarPolicy({
      connectors: [forms],
      policies: `${open} forbid(principal, action, resource) when { ${condition} };`,
    })
    expect(policy.decide(formRequest(input))).toMatchObject({ effect })
  })

  test('has the operations of all connectors, and each call is checked against its own', () => {
    const { decide } = cedarPolicy({
      connectors,
      policies: `${open}
        @rule("no.forms") forbid(principal, action in Portico::Action::"forms", resource);
        @rule("no.reading") forbid(principal, action == Portico::Action::"shop.listCharges", resource) when { context.input has limit };`,
    })
    expect(decide(refundRequest())).toEqual({ effect: 'abstain' })
    expect(decide(formRequest(form))).toMatchObject({ effect: 'deny', rule: 'no.forms' })
    expect(decide(refundRequest({ operation: 'listCharges', input: { limit: 1 } }))).toMatchObject({ rule: 'no.reading' })
    expect(decide(refundRequest())).toEqual({ effect: 'abstain' })
  })

  test('takes nothing from an input that speaks to Cedar', () => {
    const policies = `${open} forbid(principal, action, resource) when { context.input.person.name == "Mona" };`
    const policy = cedarPolicy({ connectors: [forms], policies })
    const spoken = { ...form, person: { name: { __entity: { type: 'Portico::Tenant', id: 'acme' } } } }
    expect(policy.decide(formRequest(spoken))).toMatchObject({ effect: 'deny', rule: 'cedar.error' })
  })

  test('never lets an input break out: every input is decided or denied', () => {
    const policy = cedarPolicy({
      connectors: [forms],
      policies: `${open} forbid(principal, action, resource) when { context.input.tags.contains("a") };`,
    })
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.dictionary(fc.string(), fc.anything()), (anything, more) => {
        for (const input of [anything, { ...form, ...more }, { ...form, tags: anything }, { ...form, person: anything }]) {
          expect(policy.decide(formRequest(input))).toMatchObject({ effect: expect.stringMatching(/^(?:deny|abstain)$/) })
        }
      }),
      { numRuns: 25 },
    )
  })
})
