import {
  type SimpleIcon,
  siAirtable, siAsana, siBox, siDropbox, siGithub, siGitlab, siGooglesheets, siHubspot, siJira, siMailchimp, siOkta, siPostgresql, siQuickbooks, siSap, siShopify, siSnowflake,
  siStripe, siTrello, siXero, siZendesk,
} from 'simple-icons'
import { humanise } from '../../composables/format'

/** The brand's icon on a 24 x 24 view box, by connector name; what is missing here, or is but a word in small print, gets a tile with letters. */
const ICONS: Readonly<Record<string, SimpleIcon>> = {
  airtable: siAirtable, asana: siAsana, box: siBox, dropbox: siDropbox, github: siGithub, gitlab: siGitlab, google_sheets: siGooglesheets,
  hubspot: siHubspot, jira: siJira, mailchimp: siMailchimp, okta: siOkta, postgresql: siPostgresql, quickbooks: siQuickbooks, sap: siSap,
  shopify: siShopify, snowflake: siSnowflake, stripe: siStripe, trello: siTrello, xero: siXero, zendesk: siZendesk,
}

/** The icon of a connector, or null. */
export function appIcon(provider: string): string | null {
  return ICONS[provider]?.path ?? null
}

/** The name as the brand writes it, else words from the connector's name. */
export function appName(provider: string): string {
  return ICONS[provider]?.title ?? humanise(provider)
}

/** Two letters for a connector without an icon. */
export function appLetters(provider: string): string {
  const words = provider.split(/[_\s-]+/).filter((word) => word !== '')
  const first = words[0] ?? '?'
  return (first.charAt(0).toUpperCase() + (words[1] ?? first.slice(1)).charAt(0).toLowerCase()).slice(0, 2)
}
