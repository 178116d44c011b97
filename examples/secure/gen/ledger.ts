// Generated from ledger.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  checkInteger,
  checkObject,
  checkString,
  GENERATED_API_1,
  isLonger,
  isShorter,
  type MessageCodec,
  type Method,
  readSafeInt64,
  readSafeUint64,
  readString,
  type ServerCall,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  writeSafe64,
  writeString,
} from 'trunkline/gen'

/** What is in an account, in cents. */
export interface Balance {
  cents: number // 1
}

export const Balance: MessageCodec<Balance> = {
  name: 'ledger.v1.Balance',
  constrained: false,
  encode(message, writer) {
    if (message.cents !== 0) writeSafe64(writer, 8, message.cents) // 1
  },
  decode(reader, depth) {
    const message: Balance = { cents: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.cents = readSafeInt64(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInteger(message.cents, issues, 'cents')
  },
}

export interface Caller {
  name: string // 1
  /** Of the certificate that the caller's program has shown. */
  program: string // 2
}

export const Caller: MessageCodec<Caller> = {
  name: 'ledger.v1.Caller',
  constrained: false,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    if (message.program !== '') writeString(writer, 18, message.program) // 2
  },
  decode(reader, depth) {
    const message: Caller = { name: '', program: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 18) message.program = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.name, issues, 'name')
    checkString(message.program, issues, 'program')
  },
}

export type LedgerWhoAmIRequest = object

export const LedgerWhoAmIRequest: MessageCodec<LedgerWhoAmIRequest> = {
  name: 'ledger.v1.LedgerWhoAmIRequest',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: LedgerWhoAmIRequest = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    checkObject(message, issues, depth)
  },
}

export interface Account {
  account: string // 1
}

export const Account: MessageCodec<Account> = {
  name: 'ledger.v1.Account',
  constrained: true,
  encode(message, writer) {
    if (message.account !== '') writeString(writer, 10, message.account) // 1
  },
  decode(reader, depth) {
    const message: Account = { account: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.account = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.account, issues, 'account')) {
      if (isShorter(message.account, 1)) issues.add('account', 'must have at least 1 character')
      if (isLonger(message.account, 40)) issues.add('account', 'must have at most 40 characters')
    }
  },
}

export interface LedgerDepositRequest {
  account: string // 1
  cents: number // 2
}

export const LedgerDepositRequest: MessageCodec<LedgerDepositRequest> = {
  name: 'ledger.v1.LedgerDepositRequest',
  constrained: true,
  encode(message, writer) {
    if (message.account !== '') writeString(writer, 10, message.account) // 1
    if (message.cents !== 0) writeSafe64(writer, 16, message.cents) // 2
  },
  decode(reader, depth) {
    const message: LedgerDepositRequest = { account: '', cents: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.account = readString(reader) // 1
      else if (tag === 16) message.cents = readSafeUint64(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.account, issues, 'account')) {
      if (isShorter(message.account, 1)) issues.add('account', 'must have at least 1 character')
      if (isLonger(message.account, 40)) issues.add('account', 'must have at most 40 characters')
    }
    if (checkInteger(message.cents, issues, 'cents') && message.cents < 1) {
      issues.add('cents', 'must be at least 1')
    }
  },
}

const whoAmI: Method<LedgerWhoAmIRequest, Caller> = {
  name: 'ledger.v1.Ledger/whoAmI',
  kind: 'unary',
  request: LedgerWhoAmIRequest,
  response: Caller,
  fingerprint: 0xaed0c149cb272109n,
  timeoutMs: undefined,
  idempotent: true,
  errors: [],
}

const balance: Method<Account, Balance> = {
  name: 'ledger.v1.Ledger/balance',
  kind: 'unary',
  request: Account,
  response: Balance,
  fingerprint: 0xea4b71d71e4e128fn,
  timeoutMs: undefined,
  idempotent: true,
  errors: [],
}

const deposit: Method<LedgerDepositRequest, Balance> = {
  name: 'ledger.v1.Ledger/deposit',
  kind: 'unary',
  request: LedgerDepositRequest,
  response: Balance,
  fingerprint: 0x20ea1156609f9ffdn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

export interface LedgerClient {
  /** Whom the server takes the caller for. */
  readonly whoAmI: UnaryStub<LedgerWhoAmIRequest, Caller>
  /** How much there is. */
  readonly balance: UnaryStub<Account, Balance>
  /** Puts money in. For tellers only. */
  readonly deposit: UnaryStub<LedgerDepositRequest, Balance>
}

/** What a server of Ledger implements. */
export interface LedgerHandlers {
  /** Whom the server takes the caller for. */
  whoAmI(request: LedgerWhoAmIRequest, call: ServerCall): Caller | Promise<Caller>
  /** How much there is. */
  balance(request: Account, call: ServerCall): Balance | Promise<Balance>
  /** Puts money in. For tellers only. */
  deposit(request: LedgerDepositRequest, call: ServerCall): Balance | Promise<Balance>
}

export const Ledger: Service<LedgerClient, LedgerHandlers> = {
  name: 'ledger.v1.Ledger',
  dialect: GENERATED_API_1,
  methods: [whoAmI, balance, deposit],
  client: (caller) => ({
    whoAmI: caller.unary(whoAmI),
    balance: caller.unary(balance),
    deposit: caller.unary(deposit),
  }),
  routes: (handlers) => [
    unaryRoute(whoAmI, handlers, handlers.whoAmI),
    unaryRoute(balance, handlers, handlers.balance),
    unaryRoute(deposit, handlers, handlers.deposit),
  ],
}
