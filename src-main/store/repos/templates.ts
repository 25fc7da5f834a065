import type { EnvironmentType } from '../../contract/access'
import { template, type Template, type TemplateId, type TemplatePerson } from '../../contract/methods/templates'
import type { Db } from '../db'
import { parseJson } from '../parse-json'

/** A cell that a template leaves alone. */
export type PinnedCell = TemplatePerson & { readonly environment: EnvironmentType }

const PERSON = 'account_id AS accountId, customer_id AS customerId, member_id AS memberId'

/** Templates of roles, the user's own. One that this version does not understand stays in the file and is not told. */
export function templatesRepo(db: Db) {
  const toTemplate = ({ id, name, roles }: { id: TemplateId; name: string; roles: string }): Template | null => template.safeParse({ id, name, roles: parseJson(roles) }).data ?? null
  return {
    list: (): (Template & { readonly people: number; readonly exceptions: number })[] =>
      db.all<{ id: TemplateId; name: string; roles: string; people: number; exceptions: number }>(
        `SELECT t.*, (SELECT count(*) FROM template_people p WHERE p.template_id = t.id) AS people,
         (SELECT count(*) FROM template_exceptions e WHERE e.template_id = t.id) AS exceptions FROM templates t ORDER BY name`,
      ).flatMap(({ people, exceptions, ...row }) => {
        const found = toTemplate(row)
        return found === null ? [] : [{ ...found, people, exceptions }]
      }),
    /** The template that has a name. */
    named: (name: string): TemplateId | null => db.get<{ id: TemplateId }>('SELECT id FROM templates WHERE name = ?', [name])?.id ?? null,
    get: (id: TemplateId): Template | null => {
      const row = db.get<{ id: TemplateId; name: string; roles: string }>('SELECT id, name, roles FROM templates WHERE id = ?', [id])
      return row === undefined ? null : toTemplate(row)
    },
    save: ({ id, name, roles }: Template): void =>
      void db.run('INSERT INTO templates (id, name, roles) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, roles = excluded.roles', [id, name, JSON.stringify(roles)]),
    remove: (id: TemplateId): void => void db.run('DELETE FROM templates WHERE id = ?', [id]),
    people: (id: TemplateId): TemplatePerson[] => db.all(`SELECT ${PERSON} FROM template_people WHERE template_id = ? ORDER BY account_id, customer_id, member_id`, [id]),
    addPeople: (id: TemplateId, people: readonly TemplatePerson[]): void =>
      db.transaction(() => people.forEach((one) => db.run('INSERT OR IGNORE INTO template_people (template_id, account_id, customer_id, member_id) VALUES (?, ?, ?, ?)', [id, one.accountId, one.customerId, one.memberId]))),
    removePeople: (id: TemplateId, people: readonly TemplatePerson[]): void =>
      db.transaction(() => people.forEach((one) => {
        for (const table of ['template_people', 'template_exceptions']) db.run(`DELETE FROM ${table} WHERE template_id = ? AND account_id = ? AND customer_id = ? AND member_id = ?`, [id, one.accountId, one.customerId, one.memberId])
      })),
    exceptions: (id: TemplateId): PinnedCell[] => db.all(`SELECT ${PERSON}, environment FROM template_exceptions WHERE template_id = ?`, [id]),
    pin: (id: TemplateId, cells: readonly PinnedCell[], pinned: boolean): void =>
      db.transaction(() => cells.forEach(({ accountId, customerId, memberId, environment }) => db.run(
        pinned ? 'INSERT OR IGNORE INTO template_exceptions (template_id, account_id, customer_id, member_id, environment) VALUES (?, ?, ?, ?, ?)'
          : 'DELETE FROM template_exceptions WHERE template_id = ? AND account_id = ? AND customer_id = ? AND member_id = ? AND environment = ?', [id, accountId, customerId, memberId, environment],
      ))),
  }
}
