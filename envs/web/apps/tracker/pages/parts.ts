import type { AppContext, AppServer } from '../../shell/app-server.ts'
import { type Html, html } from '../../shell/page.ts'
import {
  type Issue,
  issueOf,
  nameOf,
  type Project,
  type Role,
  type TrackerState,
} from '../model.ts'
import { apply, type Operation } from '../operations.ts'
import { isAtLeast, roleIn } from '../permissions.ts'

export type Session = AppContext<null>
export type Tracker = {
  readonly state: TrackerState
  readonly server: AppServer<null>
}

/** Who is signed in; routes behind the sign-in page have somebody. */
export const me = (c: Session): string => c.var.session.user ?? ''

/** Does what a form asked for, and shows what became of it. */
export function carryOut(
  { state, server }: Tracker,
  c: Session,
  operation: Operation,
  next: { readonly path: string | ((made: string) => string); readonly said: string },
): Response | Promise<Response> {
  const outcome = apply(state, me(c), operation)
  const path =
    typeof next.path === 'string' ? next.path : next.path(outcome.ok ? (outcome.made ?? '') : '')
  if (outcome.ok) return server.redirect(c, path, { status: next.said })
  return problem({ state, server }, c, outcome)
}

export const problem = (
  { server }: Tracker,
  c: Session,
  { status, reason }: { readonly status: 403 | 404 | 422; readonly reason: string },
): Response | Promise<Response> =>
  server.page(c, {
    status,
    title: status === 403 ? '403: not allowed' : status === 404 ? 'Not found' : 'That did not work',
    main: html`<p role="alert">${reason}</p><p><a href="/">To the projects</a></p>`,
  })

/** The issue of the path, where this visitor may see it. */
export function issueFor(tracker: Tracker, c: Session): Issue | Response | Promise<Response> {
  const issue = issueOf(tracker.state, c.req.param('key') ?? '')
  if (!issue) return problem(tracker, c, { status: 404, reason: 'There is no such issue.' })
  return refusedBelow(tracker, c, issue.project, 'viewer') ?? issue
}

/** The project of the path, where this visitor has at least that role in it. */
export function projectFor(
  tracker: Tracker,
  c: Session,
  least: Role = 'viewer',
): Project | Response | Promise<Response> {
  const project = tracker.state.projects.find(({ key }) => key === c.req.param('project'))
  if (!project) return problem(tracker, c, { status: 404, reason: 'There is no such project.' })
  return refusedBelow(tracker, c, project.key, least) ?? project
}

function refusedBelow(
  tracker: Tracker,
  c: Session,
  project: string,
  least: Role,
): Response | Promise<Response> | null {
  const role = roleIn(tracker.state, project, me(c))
  if (isAtLeast(role, least)) return null
  const reason =
    role === null
      ? `You are not a member of ${project}.`
      : `This page needs the role ${least} in ${project}; you are ${role}.`
  return problem(tracker, c, { status: 403, reason })
}

export const isRefused = <T extends object>(
  found: T | Response | Promise<Response>,
): found is Response | Promise<Response> => found instanceof Response || found instanceof Promise

export const option = (value: string, label: string, isSelected: boolean): Html =>
  html`<option value="${value}"${isSelected ? html` selected` : ''}>${label}</option>`

/** Those who can be assigned to. */
export const memberOptions = (state: TrackerState, project: Project, chosen: string | null) =>
  Object.keys(project.members).map((login) => option(login, nameOf(state, login), login === chosen))
