// What a person sees when there is no such page, when a form was refused, and when something failed.
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { z } from 'zod'
import type { Log } from '../../platform/log.ts'
import type { ShowPage } from './page-frame.ts'

const withStatus = z.object({ status: z.number().int().min(400).max(499) })

const words: Record<number, { title: string; text: string }> = {
  400: { title: 'That could not be read', text: 'The form or the address was not complete. Go back and try again.' },
  403: { title: 'Refused', text: 'This form is too old, or did not come from this console. Go back, reload the page and try again.' },
  404: { title: 'No such page', text: 'Nothing stands at this address.' },
  413: { title: 'Too long', text: 'The form was longer than the desk takes.' },
  500: { title: 'Something failed', text: 'The desk could not do this. It is in the log; nothing was half done. Try again in a moment.' },
}

export function problemPages({ show, log }: { show: ShowPage; log: Log }): { notFound: RequestHandler; failed: ErrorRequestHandler } {
  return {
    notFound: (request, response) => show(request, response, problem(404)),
    failed: async (error, request, response, next) => {
      if (response.headersSent) return next(error)
      const status = statusOf(error)
      if (status >= 500) log.error({ err: error, path: request.path }, 'console request failed')
      else log.info({ status, path: request.path, code: error?.code }, 'console request refused')
      await show(request, response, problem(status)).catch((err: unknown) => {
        log.error({ err }, 'console could not show a problem')
        response.status(status).type('text').send(problem(status).view.text)
      })
    },
  }
}

function problem(status: number) {
  const { title, text } = words[status] ?? (words[status >= 500 ? 500 : 400] as { title: string; text: string })
  return { template: 'problem', title, status, view: { title, text } }
}

function statusOf(error: unknown): number {
  if (error instanceof z.ZodError) return 400
  const parsed = withStatus.safeParse(error)
  return parsed.success ? parsed.data.status : 500
}
