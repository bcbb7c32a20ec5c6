import assert, { strict } from 'node:internal/assert'
import asyncHooks from 'node:internal/async-hooks'
import buffer from 'node:internal/buffer'
import console from 'node:internal/console'
import crypto from 'node:internal/crypto'
import events from 'node:internal/events'
import fs, { constants, promises } from 'node:internal/fs'
import Module from 'node:internal/modules'
import os from 'node:internal/os'
import path from 'node:internal/path'
import perfHooks from 'node:internal/perf-hooks'
import process from 'node:internal/process'
import querystring from 'node:internal/querystring'
import stringDecoder from 'node:internal/string-decoder'
import test from 'node:internal/test'
import timers, { promises as timersPromises } from 'node:internal/timers'
import { types } from 'node:internal/types'
import url from 'node:internal/url'
import util from 'node:internal/util'

/** What programs can import or require, by name without `node:`. */
export const builtinTable = {
  __proto__: null,
  assert,
  'assert/strict': strict,
  async_hooks: asyncHooks,
  buffer,
  console,
  constants,
  crypto,
  events,
  fs,
  'fs/promises': promises,
  module: Module,
  os,
  path,
  'path/posix': path,
  perf_hooks: perfHooks,
  process,
  querystring,
  string_decoder: stringDecoder,
  test,
  timers,
  'timers/promises': timersPromises,
  url,
  util,
  'util/types': types,
}
