import type { ApiRequest } from '../contract/engine-protocol'
import { appError } from '../contract/errors'

/** The address of a request, or an error when its path could leave the API: a dot may be written as %2e, also only one of two. */
export function requestUrl(baseUrl: string, request: ApiRequest): string {
  const safe = /^\/api\/[\w./%~-]*$/.test(request.path) && !request.path.includes('..') && !request.path.includes('//') && !/%2e|%2f|%5c/i.test(request.path)
  if (!safe) throw appError('BAD_INPUT', 'A request was refused because of its path.', 'This is a defect of Rolodesk. Nothing was sent.')
  const query = new URLSearchParams((request.query ?? []).map(([name, value]) => [name, value])).toString()
  return `${baseUrl}${request.path}${query === '' ? '' : `?${query}`}`
}
